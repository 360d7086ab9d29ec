// Generated from openapi.yaml by `npm run gen`; do not edit.
import type { Answer, Body, Call, CallOptions, PagedCall, Query } from '../core/types.ts';
import type { operations } from './types.ts';

/** One function per operation, grouped; queued operations are in `QueuedOrders`. */
export interface Resources {
  readonly auth: {
    /** Register a tenant and its admin. `POST /auth/register` */
    register(body: Body<operations['registerTenant']>, options?: CallOptions): Call<Answer<operations['registerTenant']>>;
    /** Sign in. `POST /auth/login` */
    login(body: Body<operations['login']>, options?: CallOptions): Call<Answer<operations['login']>>;
    /** Exchange a refresh token. `POST /auth/refresh` */
    refresh(body: Body<operations['refreshTokens']>, options?: CallOptions): Call<Answer<operations['refreshTokens']>>;
    /** Sign out. `POST /auth/logout` */
    logout(options?: CallOptions): Call<Answer<operations['logout']>>;
    /** List users. `GET /users` */
    listUsers(options?: Query<operations['listUsers']> & CallOptions): PagedCall<Answer<operations['listUsers']>>;
    /** Add a user. `POST /users` */
    createUser(body: Body<operations['createUser']>, options?: CallOptions): Call<Answer<operations['createUser']>>;
  };
  readonly tenant: {
    /** Your tenant and its settings. `GET /tenant` */
    get(options?: CallOptions): Call<Answer<operations['getTenant']>>;
    /** Change the settings of your tenant. `PATCH /tenant` */
    amend(body: Body<operations['amendTenant']>, options?: CallOptions): Call<Answer<operations['amendTenant']>>;
  };
  readonly clients: {
    /** List clients. `GET /clients` */
    list(options?: Query<operations['listClients']> & CallOptions): PagedCall<Answer<operations['listClients']>>;
    /** Add a client. `POST /clients` */
    create(body: Body<operations['createClient']>, options?: CallOptions): Call<Answer<operations['createClient']>>;
    /** Add and change many clients. `POST /clients/bulk` */
    bulk(body: Body<operations['bulkClients']>, options?: CallOptions): Call<Answer<operations['bulkClients']>>;
    /** Get a client. `GET /clients/{clientId}` */
    get(clientId: string, options?: CallOptions): Call<Answer<operations['getClient']>>;
    /** Change a client. `PATCH /clients/{clientId}` */
    amend(clientId: string, body: Body<operations['amendClient']>, options?: CallOptions): Call<Answer<operations['amendClient']>>;
  };
  readonly products: {
    /** List products. `GET /products` */
    list(options?: Query<operations['listProducts']> & CallOptions<Answer<operations['listProducts']>>): PagedCall<Answer<operations['listProducts']>>;
    /** Add a product. `POST /products` */
    create(body: Body<operations['createProduct']>, options?: CallOptions): Call<Answer<operations['createProduct']>>;
    /** Add and change many products. `POST /products/bulk` */
    bulk(body: Body<operations['bulkProducts']>, options?: CallOptions): Call<Answer<operations['bulkProducts']>>;
    /** Import products from a CSV file. `POST /products/import` */
    import(body: string | Blob, options?: CallOptions): Call<Answer<operations['importProducts']>>;
    /** Get a product. `GET /products/{productId}` */
    get(productId: string, options?: CallOptions<Answer<operations['getProduct']>>): Call<Answer<operations['getProduct']>>;
    /** Change or withdraw a product. `PATCH /products/{productId}` */
    amend(productId: string, body: Body<operations['amendProduct']>, options?: CallOptions): Call<Answer<operations['amendProduct']>>;
  };
  readonly pricing: {
    /** List pricing grids. `GET /pricing-grids` */
    listGrids(options?: Query<operations['listPricingGrids']> & CallOptions<Answer<operations['listPricingGrids']>>): PagedCall<Answer<operations['listPricingGrids']>>;
    /** Add a pricing grid with its first version. `POST /pricing-grids` */
    createGrid(body: Body<operations['createPricingGrid']>, options?: CallOptions): Call<Answer<operations['createPricingGrid']>>;
    /** Get a version of a pricing grid. `GET /pricing-grids/{gridId}` */
    getGrid(gridId: string, options?: Query<operations['getPricingGrid']> & CallOptions<Answer<operations['getPricingGrid']>>): Call<Answer<operations['getPricingGrid']>>;
    /** Add a version to a pricing grid. `POST /pricing-grids/{gridId}/versions` */
    addGridVersion(gridId: string, body: Body<operations['addPricingGridVersion']>, options?: CallOptions): Call<Answer<operations['addPricingGridVersion']>>;
    /** Quote a transport. `POST /quotes` */
    quote(body: Body<operations['createQuote']>, options?: CallOptions): Call<Answer<operations['createQuote']>>;
  };
  readonly carriers: {
    /** List carriers. `GET /carriers` */
    list(options?: Query<operations['listCarriers']> & CallOptions<Answer<operations['listCarriers']>>): PagedCall<Answer<operations['listCarriers']>>;
    /** Add a carrier. `POST /carriers` */
    create(body: Body<operations['createCarrier']>, options?: CallOptions): Call<Answer<operations['createCarrier']>>;
    /** Add and change many carriers. `POST /carriers/bulk` */
    bulk(body: Body<operations['bulkCarriers']>, options?: CallOptions): Call<Answer<operations['bulkCarriers']>>;
    /** Get a carrier. `GET /carriers/{carrierId}` */
    get(carrierId: string, options?: CallOptions<Answer<operations['getCarrier']>>): Call<Answer<operations['getCarrier']>>;
    /** Change a carrier. `PATCH /carriers/{carrierId}` */
    amend(carrierId: string, body: Body<operations['amendCarrier']>, options?: CallOptions): Call<Answer<operations['amendCarrier']>>;
    /** List vehicles. `GET /vehicles` */
    listVehicles(options?: Query<operations['listVehicles']> & CallOptions): PagedCall<Answer<operations['listVehicles']>>;
    /** Add a vehicle. `POST /vehicles` */
    createVehicle(body: Body<operations['createVehicle']>, options?: CallOptions): Call<Answer<operations['createVehicle']>>;
    /** Add and change many vehicles. `POST /vehicles/bulk` */
    bulkVehicles(body: Body<operations['bulkVehicles']>, options?: CallOptions): Call<Answer<operations['bulkVehicles']>>;
    /** Get a vehicle. `GET /vehicles/{vehicleId}` */
    getVehicle(vehicleId: string, options?: CallOptions): Call<Answer<operations['getVehicle']>>;
    /** Change a vehicle. `PATCH /vehicles/{vehicleId}` */
    amendVehicle(vehicleId: string, body: Body<operations['amendVehicle']>, options?: CallOptions): Call<Answer<operations['amendVehicle']>>;
  };
  readonly plans: {
    /** List plans. `GET /plans` */
    list(options?: Query<operations['listPlans']> & CallOptions<Answer<operations['listPlans']>>): PagedCall<Answer<operations['listPlans']>>;
    /** Add a plan. `POST /plans` */
    create(body: Body<operations['createPlan']>, options?: CallOptions): Call<Answer<operations['createPlan']>>;
    /** Get a plan. `GET /plans/{planId}` */
    get(planId: string, options?: CallOptions<Answer<operations['getPlan']>>): Call<Answer<operations['getPlan']>>;
    /** Change or withdraw a plan. `PATCH /plans/{planId}` */
    amend(planId: string, body: Body<operations['amendPlan']>, options?: CallOptions): Call<Answer<operations['amendPlan']>>;
  };
  readonly subscriptions: {
    /** List subscriptions. `GET /subscriptions` */
    list(options?: Query<operations['listSubscriptions']> & CallOptions): PagedCall<Answer<operations['listSubscriptions']>>;
    /** Subscribe a client to a plan. `POST /subscriptions` */
    create(body: Body<operations['createSubscription']>, options?: CallOptions): Call<Answer<operations['createSubscription']>>;
    /** Get a subscription. `GET /subscriptions/{subscriptionId}` */
    get(subscriptionId: string, options?: CallOptions): Call<Answer<operations['getSubscription']>>;
    /** Change a subscription. `PATCH /subscriptions/{subscriptionId}` */
    amend(subscriptionId: string, body: Body<operations['amendSubscription']>, options?: CallOptions): Call<Answer<operations['amendSubscription']>>;
    /** Move a subscription to its next status. `POST /subscriptions/{subscriptionId}/transitions` */
    transition(subscriptionId: string, body: Body<operations['moveSubscription']>, options?: CallOptions): Call<Answer<operations['moveSubscription']>>;
  };
  readonly contracts: {
    /** List contracts. `GET /contracts` */
    list(options?: Query<operations['listContracts']> & CallOptions): PagedCall<Answer<operations['listContracts']>>;
    /** Draft a contract. `POST /contracts` */
    create(body: Body<operations['createContract']>, options?: CallOptions): Call<Answer<operations['createContract']>>;
    /** Get a contract. `GET /contracts/{contractId}` */
    get(contractId: string, options?: CallOptions): Call<Answer<operations['getContract']>>;
    /** Change a contract. `PATCH /contracts/{contractId}` */
    amend(contractId: string, body: Body<operations['amendContract']>, options?: CallOptions): Call<Answer<operations['amendContract']>>;
    /** Activate or end a contract. `POST /contracts/{contractId}/transitions` */
    transition(contractId: string, body: Body<operations['moveContract']>, options?: CallOptions): Call<Answer<operations['moveContract']>>;
  };
  readonly orders: {
    /** List orders. `GET /transport-orders` */
    list(options?: Query<operations['listOrders']> & CallOptions): PagedCall<Answer<operations['listOrders']>>;
    /** Place and move many orders. `POST /transport-orders/bulk` */
    bulk(body: Body<operations['bulkOrders']>, options?: CallOptions): Call<Answer<operations['bulkOrders']>>;
    /** Get an order. `GET /transport-orders/{orderId}` */
    get(orderId: string, options?: CallOptions): Call<Answer<operations['getOrder']>>;
    /** Events of an order. `GET /transport-orders/{orderId}/events` */
    events(orderId: string, options?: Query<operations['listOrderEvents']> & CallOptions): PagedCall<Answer<operations['listOrderEvents']>>;
  };
  readonly documents: {
    /** List the documents of an order. `GET /transport-orders/{orderId}/documents` */
    list(orderId: string, options?: Query<operations['listDocuments']> & CallOptions): PagedCall<Answer<operations['listDocuments']>>;
    /** Attach a document to an order. `POST /transport-orders/{orderId}/documents` */
    upload(orderId: string, body: Body<operations['uploadDocument']>, options?: Query<operations['uploadDocument']> & CallOptions): Call<Answer<operations['uploadDocument']>>;
    /** Get what is known of a document. `GET /documents/{documentId}` */
    get(documentId: string, options?: CallOptions): Call<Answer<operations['getDocument']>>;
    /** Download a document. `GET /documents/{documentId}/content` */
    download(documentId: string, options?: CallOptions): Call<Answer<operations['downloadDocument']>>;
  };
  readonly jobs: {
    /** Get a job. `GET /jobs/{jobId}` */
    get(jobId: string, options?: CallOptions): Call<Answer<operations['getJob']>>;
  };
  readonly tracking: {
    /** Report positions. `POST /tracking/positions` */
    report(body: Body<operations['reportPositions']>, options?: CallOptions): Call<Answer<operations['reportPositions']>>;
    /** Snapshot of an order on its way. `GET /tracking/orders/{orderId}` */
    snapshot(orderId: string, options?: CallOptions): Call<Answer<operations['getTracking']>>;
    /** Where an order has been. `GET /tracking/orders/{orderId}/trail` */
    trail(orderId: string, options?: Query<operations['getTrail']> & CallOptions): Call<Answer<operations['getTrail']>>;
    /** Snapshot of a vehicle. `GET /tracking/vehicles/{vehicleId}` */
    vehicle(vehicleId: string, options?: CallOptions): Call<Answer<operations['getVehicleTracking']>>;
    /** Where a vehicle has been. `GET /tracking/vehicles/{vehicleId}/trail` */
    vehicleTrail(vehicleId: string, options?: Query<operations['getVehicleTrail']> & CallOptions): Call<Answer<operations['getVehicleTrail']>>;
    /** Snapshot of a client. `GET /tracking/clients/{clientId}` */
    client(clientId: string, options?: CallOptions): Call<Answer<operations['getClientTracking']>>;
    /** Every active vehicle in view. `GET /tracking/board` */
    board(options: Query<operations['getBoard']> & CallOptions): Call<Answer<operations['getBoard']>>;
    /** List devices. `GET /tracking/devices` */
    listDevices(options?: Query<operations['listDevices']> & CallOptions): PagedCall<Answer<operations['listDevices']>>;
    /** Add a device that reports positions. `POST /tracking/devices` */
    createDevice(body: Body<operations['createDevice']>, options?: CallOptions): Call<Answer<operations['createDevice']>>;
    /** Remove a device. `DELETE /tracking/devices/{deviceId}` */
    removeDevice(deviceId: string, options?: CallOptions): Call<Answer<operations['removeDevice']>>;
    /** Give a device a new key. `POST /tracking/devices/{deviceId}/key` */
    rotateDeviceKey(deviceId: string, options?: CallOptions): Call<Answer<operations['rotateDeviceKey']>>;
    /** List the tracking links of an order. `GET /transport-orders/{orderId}/tracking-links` */
    links(orderId: string, options?: CallOptions): Call<Answer<operations['listTrackingLinks']>>;
    /** Make a public tracking link. `POST /transport-orders/{orderId}/tracking-links` */
    createLink(orderId: string, body: Body<operations['createTrackingLink']>, options?: CallOptions): Call<Answer<operations['createTrackingLink']>>;
    /** Revoke a tracking link. `DELETE /transport-orders/{orderId}/tracking-links/{linkId}` */
    revokeLink(orderId: string, linkId: string, options?: CallOptions): Call<Answer<operations['revokeTrackingLink']>>;
    /** What a tracking link shows. `GET /public/tracking/{token}` */
    public(token: string, options?: CallOptions): Call<Answer<operations['getPublicTracking']>>;
  };
}
