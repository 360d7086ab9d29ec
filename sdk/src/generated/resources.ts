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
  readonly clients: {
    /** List clients. `GET /clients` */
    list(options?: Query<operations['listClients']> & CallOptions): PagedCall<Answer<operations['listClients']>>;
    /** Add a client. `POST /clients` */
    create(body: Body<operations['createClient']>, options?: CallOptions): Call<Answer<operations['createClient']>>;
    /** Get a client. `GET /clients/{clientId}` */
    get(clientId: string, options?: CallOptions): Call<Answer<operations['getClient']>>;
    /** Change a client. `PATCH /clients/{clientId}` */
    amend(clientId: string, body: Body<operations['amendClient']>, options?: CallOptions): Call<Answer<operations['amendClient']>>;
  };
  readonly products: {
    /** List products. `GET /products` */
    list(options?: Query<operations['listProducts']> & CallOptions): PagedCall<Answer<operations['listProducts']>>;
    /** Add a product. `POST /products` */
    create(body: Body<operations['createProduct']>, options?: CallOptions): Call<Answer<operations['createProduct']>>;
    /** Get a product. `GET /products/{productId}` */
    get(productId: string, options?: CallOptions): Call<Answer<operations['getProduct']>>;
    /** Change or withdraw a product. `PATCH /products/{productId}` */
    amend(productId: string, body: Body<operations['amendProduct']>, options?: CallOptions): Call<Answer<operations['amendProduct']>>;
  };
  readonly pricing: {
    /** List pricing grids. `GET /pricing-grids` */
    listGrids(options?: Query<operations['listPricingGrids']> & CallOptions): PagedCall<Answer<operations['listPricingGrids']>>;
    /** Add a pricing grid with its first version. `POST /pricing-grids` */
    createGrid(body: Body<operations['createPricingGrid']>, options?: CallOptions): Call<Answer<operations['createPricingGrid']>>;
    /** Get a version of a pricing grid. `GET /pricing-grids/{gridId}` */
    getGrid(gridId: string, options?: Query<operations['getPricingGrid']> & CallOptions): Call<Answer<operations['getPricingGrid']>>;
    /** Add a version to a pricing grid. `POST /pricing-grids/{gridId}/versions` */
    addGridVersion(gridId: string, body: Body<operations['addPricingGridVersion']>, options?: CallOptions): Call<Answer<operations['addPricingGridVersion']>>;
    /** Quote a transport. `POST /quotes` */
    quote(body: Body<operations['createQuote']>, options?: CallOptions): Call<Answer<operations['createQuote']>>;
  };
  readonly carriers: {
    /** List carriers. `GET /carriers` */
    list(options?: Query<operations['listCarriers']> & CallOptions): PagedCall<Answer<operations['listCarriers']>>;
    /** Add a carrier. `POST /carriers` */
    create(body: Body<operations['createCarrier']>, options?: CallOptions): Call<Answer<operations['createCarrier']>>;
    /** Get a carrier. `GET /carriers/{carrierId}` */
    get(carrierId: string, options?: CallOptions): Call<Answer<operations['getCarrier']>>;
    /** Change a carrier. `PATCH /carriers/{carrierId}` */
    amend(carrierId: string, body: Body<operations['amendCarrier']>, options?: CallOptions): Call<Answer<operations['amendCarrier']>>;
    /** List vehicles. `GET /vehicles` */
    listVehicles(options?: Query<operations['listVehicles']> & CallOptions): PagedCall<Answer<operations['listVehicles']>>;
    /** Add a vehicle. `POST /vehicles` */
    createVehicle(body: Body<operations['createVehicle']>, options?: CallOptions): Call<Answer<operations['createVehicle']>>;
    /** Get a vehicle. `GET /vehicles/{vehicleId}` */
    getVehicle(vehicleId: string, options?: CallOptions): Call<Answer<operations['getVehicle']>>;
  };
  readonly orders: {
    /** List orders. `GET /transport-orders` */
    list(options?: Query<operations['listOrders']> & CallOptions): PagedCall<Answer<operations['listOrders']>>;
    /** Get an order. `GET /transport-orders/{orderId}` */
    get(orderId: string, options?: CallOptions): Call<Answer<operations['getOrder']>>;
    /** Events of an order. `GET /transport-orders/{orderId}/events` */
    events(orderId: string, options?: Query<operations['listOrderEvents']> & CallOptions): PagedCall<Answer<operations['listOrderEvents']>>;
  };
  readonly tracking: {
    /** Report positions. `POST /tracking/positions` */
    report(body: Body<operations['reportPositions']>, options?: CallOptions): Call<Answer<operations['reportPositions']>>;
    /** Snapshot of an order on its way. `GET /tracking/orders/{orderId}` */
    snapshot(orderId: string, options?: CallOptions): Call<Answer<operations['getTracking']>>;
  };
}
