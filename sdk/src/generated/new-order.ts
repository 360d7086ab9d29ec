// Generated from openapi.yaml by `npm run gen`; do not edit.
import type { Rule } from '../outbox/validate.ts';

/** What `orders.submit()` takes, as data for the walker. */
export const newOrderSchema: Rule = {
  "id?": "string * * ^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
  "clientId?": "string * * ^cli_[0-9a-f-]{36}$",
  "transportType": "enum ftl ltl express refrigerated bulk",
  "lines": [
    "array 1 50",
    {
      "productId": "string * * ^prd_[0-9a-f-]{36}$",
      "quantity": "integer 1 1000000",
      "weightGrams": "integer 1 100000000",
      "volumeLitres?": "integer 1 1000000",
      "description?": "string * 2000"
    }
  ],
  "pickup": {
    "name": "string 1 200 \\S",
    "address": "string 1 500",
    "city": "string 1 120 \\S",
    "postcode": "string 1 12 ^[A-Za-z0-9 -]+$",
    "country": "string * * ^[A-Z]{2}$",
    "coordinates": [
      "array 2 2",
      "number -180 180",
      "number -90 90"
    ],
    "window": {
      "from": "string * * date-time",
      "to": "string * * date-time",
      "zone": "string 1 64 ^[A-Za-z0-9_+/-]+$"
    },
    "contact?": {
      "name": "string 1 200 \\S",
      "email?": "string * 254 email",
      "phone?": "string * * ^[+0-9 ()./-]{3,40}$"
    }
  },
  "delivery": {
    "name": "string 1 200 \\S",
    "address": "string 1 500",
    "city": "string 1 120 \\S",
    "postcode": "string 1 12 ^[A-Za-z0-9 -]+$",
    "country": "string * * ^[A-Z]{2}$",
    "coordinates": [
      "array 2 2",
      "number -180 180",
      "number -90 90"
    ],
    "window": {
      "from": "string * * date-time",
      "to": "string * * date-time",
      "zone": "string 1 64 ^[A-Za-z0-9_+/-]+$"
    },
    "contact?": {
      "name": "string 1 200 \\S",
      "email?": "string * 254 email",
      "phone?": "string * * ^[+0-9 ()./-]{3,40}$"
    }
  },
  "price?": {
    "total": "integer 0 100000000000",
    "currency": "string * * ^[A-Z]{3}$",
    "gridId": "string * * ^grd_[0-9a-f-]{36}$",
    "gridVersion": "integer 1 *",
    "quotedAt": "string * * date-time"
  },
  "instructions?": "string * 2000",
  "metadata?": [
    "object * 20",
    "string * * ^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$",
    "string * 500"
  ]
};
