// Generated from openapi.yaml by `npm run gen`; do not edit.
import type { ObjectSchema } from '../outbox/validate.ts';

/** What `orders.submit()` takes, as data for the walker. */
export const newOrderSchema: ObjectSchema = {
  "type": "object",
  "required": [
    "transportType",
    "lines",
    "pickup",
    "delivery"
  ],
  "additionalProperties": false,
  "properties": {
    "id": {
      "type": "string",
      "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$"
    },
    "clientId": {
      "type": "string",
      "pattern": "^cli_[0-9a-f-]{36}$"
    },
    "transportType": {
      "type": "string",
      "enum": [
        "ftl",
        "ltl",
        "express",
        "refrigerated",
        "bulk"
      ]
    },
    "lines": {
      "type": "array",
      "minItems": 1,
      "maxItems": 50,
      "items": {
        "type": "object",
        "required": [
          "productId",
          "quantity",
          "weightGrams"
        ],
        "additionalProperties": false,
        "properties": {
          "productId": {
            "type": "string",
            "pattern": "^prd_[0-9a-f-]{36}$"
          },
          "quantity": {
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000
          },
          "weightGrams": {
            "type": "integer",
            "minimum": 1,
            "maximum": 100000000
          },
          "volumeLitres": {
            "type": "integer",
            "minimum": 1,
            "maximum": 1000000
          },
          "description": {
            "type": "string",
            "maxLength": 2000
          }
        }
      }
    },
    "pickup": {
      "type": "object",
      "required": [
        "name",
        "address",
        "city",
        "postcode",
        "country",
        "coordinates",
        "window"
      ],
      "additionalProperties": false,
      "properties": {
        "name": {
          "type": "string",
          "minLength": 1,
          "maxLength": 200,
          "pattern": "\\S"
        },
        "address": {
          "type": "string",
          "minLength": 1,
          "maxLength": 500
        },
        "city": {
          "type": "string",
          "minLength": 1,
          "maxLength": 120,
          "pattern": "\\S"
        },
        "postcode": {
          "type": "string",
          "minLength": 1,
          "maxLength": 12,
          "pattern": "^[A-Za-z0-9 -]+$"
        },
        "country": {
          "type": "string",
          "pattern": "^[A-Z]{2}$"
        },
        "coordinates": {
          "type": "array",
          "prefixItems": [
            {
              "type": "number",
              "minimum": -180,
              "maximum": 180
            },
            {
              "type": "number",
              "minimum": -90,
              "maximum": 90
            }
          ],
          "items": false,
          "minItems": 2,
          "maxItems": 2
        },
        "window": {
          "type": "object",
          "required": [
            "from",
            "to",
            "zone"
          ],
          "additionalProperties": false,
          "properties": {
            "from": {
              "type": "string",
              "format": "date-time",
              "pattern": "^(19[7-9][0-9]|2[0-9]{3})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$",
              "maxLength": 35
            },
            "to": {
              "type": "string",
              "format": "date-time",
              "pattern": "^(19[7-9][0-9]|2[0-9]{3})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$",
              "maxLength": 35
            },
            "zone": {
              "type": "string",
              "minLength": 1,
              "maxLength": 64,
              "pattern": "^[A-Za-z0-9_+/-]+$"
            }
          }
        },
        "contact": {
          "type": "object",
          "required": [
            "name"
          ],
          "additionalProperties": false,
          "properties": {
            "name": {
              "type": "string",
              "minLength": 1,
              "maxLength": 200,
              "pattern": "\\S"
            },
            "email": {
              "type": "string",
              "format": "email",
              "maxLength": 254
            },
            "phone": {
              "type": "string",
              "pattern": "^[+0-9 ()./-]{3,40}$"
            }
          }
        }
      }
    },
    "delivery": {
      "type": "object",
      "required": [
        "name",
        "address",
        "city",
        "postcode",
        "country",
        "coordinates",
        "window"
      ],
      "additionalProperties": false,
      "properties": {
        "name": {
          "type": "string",
          "minLength": 1,
          "maxLength": 200,
          "pattern": "\\S"
        },
        "address": {
          "type": "string",
          "minLength": 1,
          "maxLength": 500
        },
        "city": {
          "type": "string",
          "minLength": 1,
          "maxLength": 120,
          "pattern": "\\S"
        },
        "postcode": {
          "type": "string",
          "minLength": 1,
          "maxLength": 12,
          "pattern": "^[A-Za-z0-9 -]+$"
        },
        "country": {
          "type": "string",
          "pattern": "^[A-Z]{2}$"
        },
        "coordinates": {
          "type": "array",
          "prefixItems": [
            {
              "type": "number",
              "minimum": -180,
              "maximum": 180
            },
            {
              "type": "number",
              "minimum": -90,
              "maximum": 90
            }
          ],
          "items": false,
          "minItems": 2,
          "maxItems": 2
        },
        "window": {
          "type": "object",
          "required": [
            "from",
            "to",
            "zone"
          ],
          "additionalProperties": false,
          "properties": {
            "from": {
              "type": "string",
              "format": "date-time",
              "pattern": "^(19[7-9][0-9]|2[0-9]{3})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$",
              "maxLength": 35
            },
            "to": {
              "type": "string",
              "format": "date-time",
              "pattern": "^(19[7-9][0-9]|2[0-9]{3})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$",
              "maxLength": 35
            },
            "zone": {
              "type": "string",
              "minLength": 1,
              "maxLength": 64,
              "pattern": "^[A-Za-z0-9_+/-]+$"
            }
          }
        },
        "contact": {
          "type": "object",
          "required": [
            "name"
          ],
          "additionalProperties": false,
          "properties": {
            "name": {
              "type": "string",
              "minLength": 1,
              "maxLength": 200,
              "pattern": "\\S"
            },
            "email": {
              "type": "string",
              "format": "email",
              "maxLength": 254
            },
            "phone": {
              "type": "string",
              "pattern": "^[+0-9 ()./-]{3,40}$"
            }
          }
        }
      }
    },
    "price": {
      "type": "object",
      "required": [
        "total",
        "currency",
        "gridId",
        "gridVersion",
        "quotedAt"
      ],
      "additionalProperties": false,
      "properties": {
        "total": {
          "type": "integer",
          "minimum": 0,
          "maximum": 100000000000
        },
        "currency": {
          "type": "string",
          "pattern": "^[A-Z]{3}$"
        },
        "gridId": {
          "type": "string",
          "pattern": "^grd_[0-9a-f-]{36}$"
        },
        "gridVersion": {
          "type": "integer",
          "minimum": 1
        },
        "quotedAt": {
          "type": "string",
          "format": "date-time",
          "pattern": "^(19[7-9][0-9]|2[0-9]{3})-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$",
          "maxLength": 35
        }
      }
    },
    "instructions": {
      "type": "string",
      "maxLength": 2000
    },
    "metadata": {
      "type": "object",
      "maxProperties": 20,
      "propertyNames": {
        "pattern": "^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$"
      },
      "additionalProperties": {
        "type": "string",
        "maxLength": 500
      }
    }
  }
};
