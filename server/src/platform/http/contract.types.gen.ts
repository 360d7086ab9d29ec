// Generated from openapi.yaml by `npm run gen`; do not edit.
export interface paths {
    readonly "/auth/register": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Register a tenant and its admin
         * @description Makes the tenant and its first admin and signs the admin in.
         */
        readonly post: operations["registerTenant"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/auth/login": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Sign in
         * @description Five failures of an address or an account in 15 minutes close the door for the rest of them.
         */
        readonly post: operations["login"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/auth/refresh": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Exchange a refresh token
         * @description Rotates the refresh token. Reuse within 60 s returns the same successor; later reuse ends the session.
         */
        readonly post: operations["refreshTokens"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/auth/logout": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Sign out
         * @description Ends the session of the token: it is refused at once here and within a second everywhere.
         */
        readonly post: operations["logout"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/users": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List users
         * @description Newest first.
         */
        readonly get: operations["listUsers"];
        readonly put?: never;
        /**
         * Add a user
         * @description E-mail addresses are unique in a tenant.
         */
        readonly post: operations["createUser"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/.well-known/jwks.json": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Keys that verify access tokens
         * @description A JWK set (RFC 7517); a new key is published before it signs.
         */
        readonly get: operations["getJwks"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tenant": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Your tenant and its settings
         * @description What holds for everything in your tenant.
         */
        readonly get: operations["getTenant"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change the settings of your tenant
         * @description JSON merge patch with `If-Match`. Other processes know it after ten seconds at the latest.
         */
        readonly patch: operations["amendTenant"];
        readonly trace?: never;
    };
    readonly "/clients": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List clients
         * @description Newest first.
         */
        readonly get: operations["listClients"];
        readonly put?: never;
        /**
         * Add a client
         * @description A client is a company that orders transports.
         */
        readonly post: operations["createClient"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/clients/bulk": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Add and change many clients
         * @description Up to 500 items, each judged by itself: a bad one is refused alone, with its problem. All good ones take effect together, once for one key.
         */
        readonly post: operations["bulkClients"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/clients/{clientId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly clientId: components["parameters"]["ClientId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a client
         * @description A client sees itself.
         */
        readonly get: operations["getClient"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change a client
         * @description JSON merge patch with `If-Match`.
         */
        readonly patch: operations["amendClient"];
        readonly trace?: never;
    };
    readonly "/products": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List products
         * @description What can be ordered, newest first. Clients do not see withdrawn products.
         */
        readonly get: operations["listProducts"];
        readonly put?: never;
        /**
         * Add a product
         * @description Something a client can order.
         */
        readonly post: operations["createProduct"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/products/bulk": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Add and change many products
         * @description Up to 500 items, each judged by itself: a bad one is refused alone, with its problem. All good ones take effect together, once for one key.
         */
        readonly post: operations["bulkProducts"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/products/import": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Import products from a CSV file
         * @description Streams the file in and answers with a job, whose progress can be read or watched and whose result lists every line that was refused. The first line names the columns: name, transportType, unit, and optionally description, maxWeightGrams, maxVolumeLitres, maxQuantity, proofRequired.
         */
        readonly post: operations["importProducts"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/products/{productId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly productId: components["parameters"]["ProductId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a product
         * @description Withdrawn products stay readable, because orders name them.
         */
        readonly get: operations["getProduct"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change or withdraw a product
         * @description JSON merge patch with `If-Match`.
         */
        readonly patch: operations["amendProduct"];
        readonly trace?: never;
    };
    readonly "/pricing-grids": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List pricing grids
         * @description The newest version of each grid the caller may see: clients see standard grids and those of their own contracts.
         */
        readonly get: operations["listPricingGrids"];
        readonly put?: never;
        /**
         * Add a pricing grid with its first version
         * @description Versions never change; a new price is a new version.
         */
        readonly post: operations["createPricingGrid"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/pricing-grids/{gridId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly gridId: components["parameters"]["GridId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a version of a pricing grid
         * @description The newest, or the one asked for.
         */
        readonly get: operations["getPricingGrid"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/pricing-grids/{gridId}/versions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly gridId: components["parameters"]["GridId"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Add a version to a pricing grid
         * @description Numbered one above the newest.
         */
        readonly post: operations["addPricingGridVersion"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/quotes": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Quote a transport
         * @description A pure function of grid version and request; nothing is stored. Send the price with the order.
         */
        readonly post: operations["createQuote"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/carriers": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List carriers
         * @description Newest first. Carriers and drivers see their own.
         */
        readonly get: operations["listCarriers"];
        readonly put?: never;
        /**
         * Add a carrier
         * @description Cities it covers decide which orders it can be assigned.
         */
        readonly post: operations["createCarrier"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/carriers/bulk": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Add and change many carriers
         * @description Up to 500 items, each judged by itself: a bad one is refused alone, with its problem. All good ones take effect together, once for one key.
         */
        readonly post: operations["bulkCarriers"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/carriers/{carrierId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly carrierId: components["parameters"]["CarrierId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a carrier
         * @description Clients do not see the rating.
         */
        readonly get: operations["getCarrier"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change a carrier
         * @description JSON merge patch with `If-Match`.
         */
        readonly patch: operations["amendCarrier"];
        readonly trace?: never;
    };
    readonly "/vehicles": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List vehicles
         * @description Newest first. Carriers and drivers see those of their carrier.
         */
        readonly get: operations["listVehicles"];
        readonly put?: never;
        /**
         * Add a vehicle
         * @description It belongs to one carrier.
         */
        readonly post: operations["createVehicle"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/vehicles/bulk": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Add and change many vehicles
         * @description Up to 500 items, each judged by itself: a bad one is refused alone, with its problem. All good ones take effect together, once for one key.
         */
        readonly post: operations["bulkVehicles"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/vehicles/{vehicleId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly vehicleId: components["parameters"]["VehicleId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a vehicle
         * @description Carriers and drivers see those of their carrier.
         */
        readonly get: operations["getVehicle"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change a vehicle
         * @description JSON merge patch with `If-Match`. A vehicle stays with its carrier.
         */
        readonly patch: operations["amendVehicle"];
        readonly trace?: never;
    };
    readonly "/plans": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List plans
         * @description Newest first. Clients do not see withdrawn plans.
         */
        readonly get: operations["listPlans"];
        readonly put?: never;
        /**
         * Add a plan
         * @description What clients can subscribe to: a price, the orders of a month, the rate of their keys, features.
         */
        readonly post: operations["createPlan"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/plans/{planId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly planId: components["parameters"]["PlanId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a plan
         * @description Withdrawn plans stay readable, because subscriptions name them.
         */
        readonly get: operations["getPlan"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change or withdraw a plan
         * @description JSON merge patch with `If-Match`. Subscriptions follow their plan at once; a withdrawn plan takes no new ones.
         */
        readonly patch: operations["amendPlan"];
        readonly trace?: never;
    };
    readonly "/subscriptions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List subscriptions
         * @description Newest first, with what this month has used. Clients see their own.
         */
        readonly get: operations["listSubscriptions"];
        readonly put?: never;
        /**
         * Subscribe a client to a plan
         * @description A trial when `trialEndsAt` is given, else active at once. A client has one subscription that is not cancelled.
         */
        readonly post: operations["createSubscription"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/subscriptions/{subscriptionId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly subscriptionId: components["parameters"]["SubscriptionId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a subscription
         * @description With what this month, counted in the zone of the tenant, has used.
         */
        readonly get: operations["getSubscription"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change a subscription
         * @description JSON merge patch with `If-Match`: another plan, or another end of the trial.
         */
        readonly patch: operations["amendSubscription"];
        readonly trace?: never;
    };
    readonly "/subscriptions/{subscriptionId}/transitions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly subscriptionId: components["parameters"]["SubscriptionId"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Move a subscription to its next status
         * @description A trial becomes active or cancelled, an active one past due or cancelled, one past due active or cancelled. There is no billing: an admin says so.
         */
        readonly post: operations["moveSubscription"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/contracts": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List contracts
         * @description Newest first. Clients and carriers see their own, and no drafts.
         */
        readonly get: operations["listContracts"];
        readonly put?: never;
        /**
         * Draft a contract
         * @description It binds a client or a carrier to a grid for one transport type. A draft prices nothing.
         */
        readonly post: operations["createContract"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/contracts/{contractId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly contractId: components["parameters"]["ContractId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a contract
         * @description Clients and carriers see their own, and no drafts.
         */
        readonly get: operations["getContract"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Change a contract
         * @description JSON merge patch with `If-Match`. A draft may change grid and validity; an active contract only its end and its note; an ended one nothing.
         */
        readonly patch: operations["amendContract"];
        readonly trace?: never;
    };
    readonly "/contracts/{contractId}/transitions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly contractId: components["parameters"]["ContractId"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Activate or end a contract
         * @description A client, and a carrier, has one active contract for a transport type; of two that race to become it one wins.
         */
        readonly post: operations["moveContract"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/transport-orders": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List orders
         * @description Newest first, only what the caller may see. The combinations under `x-filters` are served by an index; others are refused.
         */
        readonly get: operations["listOrders"];
        readonly put?: never;
        /**
         * Place an order
         * @description Stores the order under the id that the client made. Sending it again, at any age, gives the order as it is now with
         *     `Idempotent-Replayed: true`. An order that cannot be honoured as sent is stored in `review`, never refused: the answer
         *     carries `issues` and an `alternative`.
         */
        readonly post: operations["placeOrder"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/transport-orders/bulk": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Place and move many orders
         * @description Up to 500 items, each atomic by itself: `create` as in placing an order, or `transition` with the version you saw. Each item answers as its own call would; sent again it is recognised by its id or key. Under one Idempotency-Key also items without an id are.
         */
        readonly post: operations["bulkOrders"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/transport-orders/{orderId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get an order
         * @description With its timeline. Carriers and drivers see neither price nor metadata, clients and drivers not the cost.
         */
        readonly get: operations["getOrder"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        /**
         * Amend an order
         * @description JSON merge patch with `If-Match`. Staff until picked up, the client while placed or in review.
         */
        readonly patch: operations["amendOrder"];
        readonly trace?: never;
    };
    readonly "/transport-orders/{orderId}/transitions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Move an order to its next status
         * @description `If-Match` names the version you saw; `*` is accepted for `cancelled` only. A reassignment is `to: assigned` again.
         */
        readonly post: operations["moveOrder"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/transport-orders/{orderId}/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        /**
         * Events of an order
         * @description Oldest first, by `sequence` without holes; 30 days are kept.
         */
        readonly get: operations["listOrderEvents"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/transport-orders/{orderId}/documents": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        /**
         * List the documents of an order
         * @description Newest first. Carriers and drivers do not see invoices.
         */
        readonly get: operations["listDocuments"];
        readonly put?: never;
        /**
         * Attach a document to an order
         * @description As a form with the fields `kind` and `file`, or as the bare bytes with their type, `kind` in the query and the name in Content-Disposition. JPEG, PNG, WebP or PDF up to 10 MB; what counts is the content, not the name. Its id is `doc_` and the key, so it is recognised at any age.
         */
        readonly post: operations["uploadDocument"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/documents/{documentId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly documentId: components["parameters"]["DocumentId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get what is known of a document
         * @description Whoever may see its order may see it.
         */
        readonly get: operations["getDocument"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/documents/{documentId}/content": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly documentId: components["parameters"]["DocumentId"];
            };
            readonly cookie?: never;
        };
        /**
         * Download a document
         * @description Its bytes, or a part of them by `Range` (one range of bytes, with `If-Range`).
         */
        readonly get: operations["downloadDocument"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/jobs/{jobId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly jobId: components["parameters"]["JobId"];
            };
            readonly cookie?: never;
        };
        /**
         * Get a job
         * @description State, progress and result of work that went on after its answer; also live on the channel `job:<id>`. Seen by who caused it and by staff.
         */
        readonly get: operations["getJob"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tracking/positions": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Report positions
         * @description Up to 1,000 points of one vehicle; late, unordered and repeated points are welcome. A point more than five minutes ahead is refused alone.
         */
        readonly post: operations["reportPositions"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tracking/orders/{orderId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        /**
         * Snapshot of an order on its way
         * @description Position, estimate and stream position. A client sees positions from picked up until the end.
         */
        readonly get: operations["getTracking"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tracking/orders/{orderId}/trail": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        /**
         * Where an order has been
         * @description The way of the order from its pick-up to its end, simplified for display (Douglas–Peucker). Positions are kept for the retention of the tenant.
         */
        readonly get: operations["getTrail"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tracking/vehicles/{vehicleId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly vehicleId: components["parameters"]["VehicleId"];
            };
            readonly cookie?: never;
        };
        /**
         * Snapshot of a vehicle
         * @description Where it is and what it has on board. Staff, the carrier that owns it, and whoever drives it.
         */
        readonly get: operations["getVehicleTracking"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tracking/vehicles/{vehicleId}/trail": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly vehicleId: components["parameters"]["VehicleId"];
            };
            readonly cookie?: never;
        };
        /**
         * Where a vehicle has been
         * @description Simplified for display (Douglas–Peucker). Staff and the carrier that owns it.
         */
        readonly get: operations["getVehicleTrail"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tracking/clients/{clientId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly clientId: components["parameters"]["ClientId"];
            };
            readonly cookie?: never;
        };
        /**
         * Snapshot of a client
         * @description All orders of the client that are neither ended nor in review, newest first, at most 200.
         */
        readonly get: operations["getClientTracking"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tracking/board": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Every active vehicle in view
         * @description The vehicles with an order that is assigned or under way, and a position inside the box; at most 1,000. A carrier sees its own.
         */
        readonly get: operations["getBoard"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tracking/stream": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Live events as server-sent events
         * @description For where no WebSocket gets through. Each message is a frame that the socket would send (`subscribed`, `evt`, `reset`, `error`, `ping`, `drain`), with the same numbers; its `id` is a cursor over all channels (`<channel>@<epoch>.<seq>`, joined by `;`), which `Last-Event-ID` takes. It ends with the token; ask again with a fresh one.
         */
        readonly get: operations["streamTracking"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tracking/events": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Live events by long poll
         * @description For where nothing that streams gets through. Waits until there is something to tell, at most `wait` seconds; positions alone are gathered for two. The cursors are those of the stream. Without `after` it answers at once with where the channels stand.
         */
        readonly get: operations["pollTracking"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tracking/devices": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * List devices
         * @description Newest first. A carrier sees those of its vehicles.
         */
        readonly get: operations["listDevices"];
        readonly put?: never;
        /**
         * Add a device that reports positions
         * @description A phone or box in a vehicle, with a key of its own. The key is shown in this answer only; it is what OsmAnd, Traccar Client and OwnTracks are given.
         */
        readonly post: operations["createDevice"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tracking/devices/{deviceId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly deviceId: components["parameters"]["DeviceId"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Remove a device
         * @description Its key is refused at once; what it reported stays. Removing it again is no error.
         */
        readonly delete: operations["removeDevice"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/tracking/devices/{deviceId}/key": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly deviceId: components["parameters"]["DeviceId"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Give a device a new key
         * @description The old key is refused at once.
         */
        readonly post: operations["rotateDeviceKey"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/ingest/osmand": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * One position, as OsmAnd sends it
         * @description The query of the OsmAnd protocol: `id` or `deviceid` (the device key), `lat`, `lon` (or `location`), `timestamp`, `speed` in knots, `bearing` or `heading`, `altitude`, `accuracy`, `batt`. Other parameters are ignored. Answered when the position is durable.
         */
        readonly get: operations["ingestOsmandQuery"];
        readonly put?: never;
        /**
         * One position, as Traccar Client sends it
         * @description The same as a form, or the JSON of Traccar Client 9 and later (`location` and `device_id`); parameters may also stand in the query.
         */
        readonly post: operations["ingestOsmand"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/ingest/owntracks": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * One position, as OwnTracks sends it
         * @description OwnTracks in HTTP mode: Basic authentication with any user and the device key as password, one JSON object. `_type` `location` is stored; others are answered and ignored.
         */
        readonly post: operations["ingestOwntracks"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/transport-orders/{orderId}/tracking-links": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        /**
         * List the tracking links of an order
         * @description Newest first, at most 20, with those that ended or were revoked.
         */
        readonly get: operations["listTrackingLinks"];
        readonly put?: never;
        /**
         * Make a public tracking link
         * @description For a recipient without an account: signed, expiring and revocable, it shows where this one delivery is and nothing else.
         */
        readonly post: operations["createTrackingLink"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/transport-orders/{orderId}/tracking-links/{linkId}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
                readonly linkId: components["parameters"]["LinkId"];
            };
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        readonly post?: never;
        /**
         * Revoke a tracking link
         * @description It shows nothing any more, and who watches by it is disconnected. Revoking it again is no error.
         */
        readonly delete: operations["revokeTrackingLink"];
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/public/tracking/{token}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The link's secret. */
                readonly token: string;
            };
            readonly cookie?: never;
        };
        /**
         * What a tracking link shows
         * @description Status, window and estimate of one delivery, and its position while it is on the way. No names, prices, contacts or streets.
         */
        readonly get: operations["getPublicTracking"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/client-logs": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly get?: never;
        readonly put?: never;
        /**
         * Report errors of a frontend
         * @description Up to 50 errors that a frontend saw, kept for 30 days apart from the errors of the server. Codes and numbers only: there is no place for bodies, addresses, names or tokens. The same entry twice is kept once.
         */
        readonly post: operations["addClientLogs"];
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/health/live": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * Is the process alive
         * @description Answers while the event loop turns.
         */
        readonly get: operations["getLive"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/health/ready": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * May it get traffic
         * @description Started, MongoDB reached once, not draining. Never depends on Redis.
         */
        readonly get: operations["getReady"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/health": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        /**
         * How it is
         * @description Version, build and commit.
         */
        readonly get: operations["getHealth"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
    readonly "/errors/{code}": {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly code: string;
            };
            readonly cookie?: never;
        };
        /**
         * What a code means
         * @description What happened, why, and what to do.
         */
        readonly get: operations["getErrorPage"];
        readonly put?: never;
        readonly post?: never;
        readonly delete?: never;
        readonly options?: never;
        readonly head?: never;
        readonly patch?: never;
        readonly trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description A UUIDv7 made by the client when the form opens; the order's only id and its idempotency key.
         * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
         */
        readonly OrderId: string;
        readonly TenantId: string;
        readonly UserId: string;
        /** @example cli_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c */
        readonly ClientId: string;
        /** @example prd_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c */
        readonly ProductId: string;
        /** @example grd_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c */
        readonly GridId: string;
        /** @example car_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c */
        readonly CarrierId: string;
        /** @example veh_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c */
        readonly VehicleId: string;
        /** @example pln_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c */
        readonly PlanId: string;
        /** @example sub_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c */
        readonly SubscriptionId: string;
        /** @example ctr_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c */
        readonly ContractId: string;
        /** @example doc_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c */
        readonly DocumentId: string;
        /** @example dev_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c */
        readonly DeviceId: string;
        /** @example lnk_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c */
        readonly LinkId: string;
        /** @example job_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c */
        readonly JobId: string;
        /**
         * Format: date-time
         * @description RFC 3339, from 1970 to 2999; seconds end at 59.
         * @example 2026-11-21T08:30:00.000Z
         */
        readonly Instant: string;
        /**
         * @description ISO 3166-1 alpha-2.
         * @example DE
         */
        readonly Country: string;
        /**
         * @description ISO 4217.
         * @example EUR
         */
        readonly Currency: string;
        readonly Name: string;
        /**
         * Format: email
         * @example dispatch@rheinfracht.example
         */
        readonly Email: string;
        readonly Grams: number;
        /** @description Money in minor units of its currency. */
        readonly MinorUnits: number;
        /**
         * @description GeoJSON position: longitude, latitude (WGS 84).
         * @example [
         *       8.6512,
         *       49.8728
         *     ]
         */
        readonly Coordinates: readonly [
            number,
            number
        ];
        /** @enum {string} */
        readonly TransportType: "ftl" | "ltl" | "express" | "refrigerated" | "bulk";
        /** @enum {string} */
        readonly Role: "admin" | "dispatcher" | "client" | "carrier" | "driver";
        readonly Version: number;
        /** @description RFC 9457, with our code, the request id and, where fields are wrong, what is wrong with each. */
        readonly Problem: {
            /** Format: uri-reference */
            readonly type: string;
            readonly title: string;
            readonly status: number;
            readonly detail: string;
            readonly instance: string;
            readonly code: components["schemas"]["ProblemCode"];
            readonly requestId: string;
            readonly retryable: boolean;
            readonly errors?: readonly {
                readonly pointer: string;
                readonly code: string;
                readonly message: string;
            }[];
            readonly currentVersion?: components["schemas"]["Version"];
            /** @description What would have been possible. */
            readonly allowed?: readonly string[];
            /** @description Who may do it. */
            readonly allowedBy?: readonly components["schemas"]["Role"][];
            readonly retryAfterSeconds?: number;
        };
        /**
         * @description Every way this API refuses or fails. Each has a page at `/errors/<code>`.
         * @enum {string}
         */
        readonly ProblemCode: "invalid_request" | "malformed_json" | "unknown_api_version" | "id_mismatch" | "invalid_cursor" | "filter_not_served" | "too_many_matches" | "malformed_upload" | "unauthenticated" | "invalid_credentials" | "refresh_token_invalid" | "scope_mismatch" | "action_not_allowed" | "registration_closed" | "not_found" | "method_not_allowed" | "order_id_taken" | "order_cannot_move" | "order_has_no_price" | "order_cannot_be_amended" | "idempotency_in_progress" | "timeline_full" | "carrier_does_not_cover" | "alternative_changed" | "too_many_documents" | "subscription_exists" | "subscription_cannot_move" | "subscription_cannot_be_amended" | "plan_withdrawn" | "contract_already_active" | "contract_cannot_move" | "contract_cannot_be_amended" | "slug_taken" | "email_taken" | "version_mismatch" | "body_too_large" | "unsupported_media_type" | "range_not_satisfiable" | "unknown_reference" | "idempotency_key_reuse" | "invalid_grid" | "grid_does_not_fit" | "image_too_large" | "document_unreadable" | "quote_not_possible" | "proof_required" | "vehicle_not_yours" | "too_many_devices" | "too_many_tracking_links" | "tracking_link_ended" | "precondition_required" | "rate_limited" | "internal_error" | "service_unavailable" | "deadline_exceeded";
        readonly Registration: {
            readonly tenant: components["schemas"]["NewTenant"];
            readonly admin: {
                readonly name: components["schemas"]["Name"];
                readonly email: components["schemas"]["Email"];
                readonly password: components["schemas"]["Password"];
            };
        };
        readonly NewTenant: {
            readonly slug: components["schemas"]["Slug"];
            readonly name: components["schemas"]["Name"];
            readonly timeZone?: components["schemas"]["TimeZone"];
            readonly currency?: components["schemas"]["Currency"];
            /** @default en */
            readonly locale?: string;
            /**
             * @description First part of every order's reference.
             * @default SYM
             */
            readonly referencePrefix?: string;
        };
        readonly Tenant: {
            readonly id: components["schemas"]["TenantId"];
            readonly slug: components["schemas"]["Slug"];
            readonly name: components["schemas"]["Name"];
            readonly timeZone: components["schemas"]["TimeZone"];
            readonly currency: components["schemas"]["Currency"];
            readonly locale: string;
            readonly referencePrefix: string;
            readonly priceHoldDays: number;
            /** @description Radius of the places of pick-up and delivery, in which a vehicle counts as there. */
            readonly geofenceMetres: number;
            /** @description Whether a vehicle that leaves the pick-up moves its order from picked up to in transit. */
            readonly autoMove: boolean;
            /** @description How long positions are kept. */
            readonly retentionDays: number;
            readonly version: components["schemas"]["Version"];
        };
        /** @description JSON merge patch; what is absent stays as it is. */
        readonly TenantPatch: {
            readonly name?: components["schemas"]["Name"];
            readonly timeZone?: components["schemas"]["TimeZone"];
            readonly locale?: string;
            readonly priceHoldDays?: number;
            readonly geofenceMetres?: number;
            readonly autoMove?: boolean;
            readonly retentionDays?: number;
        };
        /** @example rheinfracht */
        readonly Slug: string;
        /**
         * @description IANA zone.
         * @default UTC
         * @example Europe/Berlin
         */
        readonly TimeZone: string;
        readonly Password: string;
        readonly Registered: {
            readonly tenant: components["schemas"]["Tenant"];
            readonly user: components["schemas"]["User"];
            readonly tokens: components["schemas"]["Tokens"];
        };
        readonly SignIn: {
            readonly tenant: components["schemas"]["Slug"];
            readonly email: components["schemas"]["Email"];
            readonly password: string;
        };
        readonly Refresh: {
            readonly refreshToken: string;
        };
        readonly Tokens: {
            readonly accessToken: string;
            /** @description Opaque, 30 days; each use gives a new one. Using one again within 60 s gives the same successor, later it ends the session. */
            readonly refreshToken: string;
            /** @constant */
            readonly tokenType: "Bearer";
            /** @description Seconds the access token is valid. */
            readonly expiresIn: number;
            readonly expiresAt: components["schemas"]["Instant"];
            readonly sessionId: string;
            readonly tenant: components["schemas"]["TenantId"];
            readonly sub: components["schemas"]["UserId"];
            readonly role: components["schemas"]["Role"];
            readonly clientId?: components["schemas"]["ClientId"];
            readonly carrierId?: components["schemas"]["CarrierId"];
        };
        /** @description `clientId` for a client, `carrierId` for a carrier or driver. */
        readonly NewUser: {
            readonly name: components["schemas"]["Name"];
            readonly email: components["schemas"]["Email"];
            readonly password: components["schemas"]["Password"];
            readonly role: components["schemas"]["Role"];
            readonly clientId?: components["schemas"]["ClientId"];
            readonly carrierId?: components["schemas"]["CarrierId"];
        };
        readonly User: {
            readonly id: components["schemas"]["UserId"];
            readonly name: components["schemas"]["Name"];
            readonly email: components["schemas"]["Email"];
            readonly role: components["schemas"]["Role"];
            readonly clientId?: components["schemas"]["ClientId"];
            readonly carrierId?: components["schemas"]["CarrierId"];
            readonly createdAt: components["schemas"]["Instant"];
        };
        readonly UserPage: {
            readonly data: readonly components["schemas"]["User"][];
            readonly next?: string;
            readonly prev?: string;
            readonly total?: number;
        };
        readonly Jwks: {
            readonly keys: readonly {
                /** @constant */
                readonly kty: "EC";
                /** @constant */
                readonly crv: "P-256";
                readonly x: string;
                readonly y: string;
                readonly kid: string;
                /** @constant */
                readonly alg: "ES256";
                /** @constant */
                readonly use: "sig";
            }[];
        };
        readonly NewClient: {
            readonly name: components["schemas"]["Name"];
            readonly email?: components["schemas"]["Email"];
            readonly phone?: components["schemas"]["Phone"];
        };
        readonly Phone: string;
        readonly Client: {
            readonly id: components["schemas"]["ClientId"];
            readonly name: components["schemas"]["Name"];
            readonly email?: components["schemas"]["Email"];
            readonly phone?: components["schemas"]["Phone"];
            readonly version: components["schemas"]["Version"];
            readonly createdAt: components["schemas"]["Instant"];
            readonly updatedAt: components["schemas"]["Instant"];
        };
        /** @description JSON merge patch (RFC 7396); null removes an optional field. */
        readonly ClientPatch: {
            readonly name?: components["schemas"]["Name"];
            readonly email?: components["schemas"]["Email"] | null;
            readonly phone?: components["schemas"]["Phone"] | null;
        };
        readonly ClientPage: {
            readonly data: readonly components["schemas"]["Client"][];
            readonly next?: string;
            readonly prev?: string;
            readonly total?: number;
        };
        readonly ProductLimits: {
            readonly maxWeightGrams?: components["schemas"]["Grams"];
            readonly maxVolumeLitres?: number;
            readonly maxQuantity?: number;
        };
        /**
         * @description What a delivery must be proven with.
         * @enum {string}
         */
        readonly ProofKind: "none" | "name" | "signature" | "photo";
        readonly NewProduct: {
            readonly name: components["schemas"]["Name"];
            readonly description?: string;
            readonly transportType: components["schemas"]["TransportType"];
            /**
             * @description What a quantity counts.
             * @example pallet
             */
            readonly unit: string;
            readonly limits?: components["schemas"]["ProductLimits"];
            /** @default name */
            readonly proofRequired?: components["schemas"]["ProofKind"];
        };
        readonly Product: {
            readonly id: components["schemas"]["ProductId"];
            readonly name: components["schemas"]["Name"];
            readonly description?: string;
            readonly transportType: components["schemas"]["TransportType"];
            readonly unit: string;
            readonly limits: components["schemas"]["ProductLimits"];
            readonly proofRequired: components["schemas"]["ProofKind"];
            /** @enum {string} */
            readonly status: "active" | "withdrawn";
            readonly version: components["schemas"]["Version"];
            readonly createdAt: components["schemas"]["Instant"];
            readonly updatedAt: components["schemas"]["Instant"];
        };
        /** @description JSON merge patch (RFC 7396). A product is withdrawn, never deleted, so that orders can always name it. */
        readonly ProductPatch: {
            readonly name?: components["schemas"]["Name"];
            readonly description?: string | null;
            readonly unit?: string;
            readonly limits?: components["schemas"]["ProductLimits"] | null;
            readonly proofRequired?: components["schemas"]["ProofKind"];
            /** @enum {string} */
            readonly status?: "active" | "withdrawn";
        };
        readonly ProductPage: {
            readonly data: readonly components["schemas"]["Product"][];
            readonly next?: string;
            readonly prev?: string;
            readonly total?: number;
        };
        /** @description A place belongs to the zone with the longest matching postcode prefix, else by city, else to the smallest radius that holds it. */
        readonly Zone: {
            readonly code: string;
            readonly postcodePrefixes?: readonly {
                readonly country: components["schemas"]["Country"];
                readonly prefix: string;
            }[];
            readonly cities?: readonly {
                readonly country?: components["schemas"]["Country"];
                /** @description City name; compared NFKD, case-folded, without marks. */
                readonly key: string;
            }[];
            readonly radius?: {
                readonly center: components["schemas"]["Coordinates"];
                readonly metres: number;
            };
        };
        /** @description The price from zone to zone in one bracket: a flat amount, or one per started 100 kg. */
        readonly Cell: {
            readonly from: string;
            readonly to: string;
            /** @description Position in `brackets`. */
            readonly bracket: number;
            readonly flat?: components["schemas"]["MinorUnits"];
            readonly per100kg?: components["schemas"]["MinorUnits"];
        } & (unknown | unknown);
        readonly Surcharge: {
            readonly code: string;
            readonly name: components["schemas"]["Name"];
            /** @enum {string} */
            readonly kind: "fixed" | "basisPoints";
            /** @description Minor units or basis points of the base. */
            readonly amount: number;
        };
        readonly NewGridVersion: {
            /**
             * @description Grams that a litre counts for.
             * @default 250
             */
            readonly volumetricFactor?: number;
            readonly validFrom: components["schemas"]["Instant"];
            readonly validTo?: components["schemas"]["Instant"];
            readonly zones: readonly components["schemas"]["Zone"][];
            /** @description Ascending; only the last may be open. */
            readonly brackets: readonly {
                readonly uptoGrams?: number;
            }[];
            readonly cells: readonly components["schemas"]["Cell"][];
            readonly surcharges?: readonly components["schemas"]["Surcharge"][];
        };
        readonly NewPricingGrid: {
            readonly name: components["schemas"]["Name"];
            readonly transportType: components["schemas"]["TransportType"];
            readonly currency: components["schemas"]["Currency"];
            /**
             * @description The tenant's grid for clients without a contract; one per transport type.
             * @default true
             */
            readonly standard?: boolean;
            readonly first: components["schemas"]["NewGridVersion"];
        };
        /** @description One numbered version of a grid; it never changes. */
        readonly PricingGrid: {
            readonly id: components["schemas"]["GridId"];
            readonly version: components["schemas"]["Version"];
            readonly name: components["schemas"]["Name"];
            readonly transportType: components["schemas"]["TransportType"];
            readonly currency: components["schemas"]["Currency"];
            readonly standard: boolean;
            readonly volumetricFactor: number;
            readonly validFrom: components["schemas"]["Instant"];
            readonly validTo?: components["schemas"]["Instant"];
            readonly zones: readonly components["schemas"]["Zone"][];
            readonly brackets: readonly {
                readonly uptoGrams?: number;
            }[];
            readonly cells: readonly components["schemas"]["Cell"][];
            readonly surcharges: readonly components["schemas"]["Surcharge"][];
            readonly createdAt: components["schemas"]["Instant"];
        };
        readonly PricingGridPage: {
            readonly data: readonly components["schemas"]["PricingGrid"][];
            readonly next?: string;
            readonly prev?: string;
            readonly total?: number;
        };
        readonly QuoteRequest: {
            readonly clientId?: components["schemas"]["ClientId"];
            readonly transportType: components["schemas"]["TransportType"];
            readonly lines: readonly {
                readonly weightGrams: components["schemas"]["Grams"];
                readonly volumeLitres?: number;
            }[];
            readonly pickup: components["schemas"]["PlaceKey"];
            readonly delivery: components["schemas"]["PlaceKey"];
        };
        readonly PlaceKey: {
            readonly city: components["schemas"]["City"];
            readonly postcode: components["schemas"]["Postcode"];
            readonly country: components["schemas"]["Country"];
            readonly coordinates: components["schemas"]["Coordinates"];
        };
        readonly City: string;
        readonly Postcode: string;
        /** @description Net of tax. */
        readonly Price: {
            readonly total: components["schemas"]["MinorUnits"];
            readonly currency: components["schemas"]["Currency"];
            readonly gridId: components["schemas"]["GridId"];
            readonly gridVersion: components["schemas"]["Version"];
            readonly quotedAt: components["schemas"]["Instant"];
        };
        readonly Quote: {
            readonly price: components["schemas"]["Price"];
            /** @description Null while the grid version has no end. */
            readonly holdsUntil: components["schemas"]["Instant"] | null;
            readonly breakdown: {
                readonly zoneFrom: string;
                readonly zoneTo: string;
                readonly chargeableGrams: number;
                readonly base: components["schemas"]["MinorUnits"];
                readonly surcharges: readonly {
                    readonly code: string;
                    readonly amount: components["schemas"]["MinorUnits"];
                }[];
            };
        };
        readonly NewCarrier: {
            readonly name: components["schemas"]["Name"];
            readonly email?: components["schemas"]["Email"];
            /** @description Cities it picks up in and delivers to; compared like zone cities. */
            readonly citiesCovered: readonly components["schemas"]["City"][];
            readonly transportTypes: readonly components["schemas"]["TransportType"][];
            /** @default true */
            readonly active?: boolean;
            readonly rating?: number;
        };
        readonly Carrier: {
            readonly id: components["schemas"]["CarrierId"];
            readonly name: components["schemas"]["Name"];
            readonly email?: components["schemas"]["Email"];
            readonly citiesCovered: readonly string[];
            readonly transportTypes: readonly components["schemas"]["TransportType"][];
            readonly active: boolean;
            /** @description Not shown to clients. */
            readonly rating?: number;
            readonly version: components["schemas"]["Version"];
            readonly createdAt: components["schemas"]["Instant"];
            readonly updatedAt: components["schemas"]["Instant"];
        };
        /** @description JSON merge patch (RFC 7396). */
        readonly CarrierPatch: {
            readonly name?: components["schemas"]["Name"];
            readonly email?: components["schemas"]["Email"] | null;
            readonly citiesCovered?: readonly components["schemas"]["City"][];
            readonly transportTypes?: readonly components["schemas"]["TransportType"][];
            readonly active?: boolean;
            readonly rating?: number | null;
        };
        readonly CarrierPage: {
            readonly data: readonly components["schemas"]["Carrier"][];
            readonly next?: string;
            readonly prev?: string;
            readonly total?: number;
        };
        readonly NewVehicle: {
            readonly carrierId: components["schemas"]["CarrierId"];
            readonly plate: string;
            readonly name?: components["schemas"]["Name"];
            readonly transportTypes: readonly components["schemas"]["TransportType"][];
        };
        readonly Vehicle: {
            readonly id: components["schemas"]["VehicleId"];
            readonly carrierId: components["schemas"]["CarrierId"];
            readonly plate: string;
            readonly name?: string;
            readonly transportTypes: readonly components["schemas"]["TransportType"][];
            readonly version: components["schemas"]["Version"];
            readonly createdAt: components["schemas"]["Instant"];
            readonly updatedAt: components["schemas"]["Instant"];
        };
        readonly VehiclePage: {
            readonly data: readonly components["schemas"]["Vehicle"][];
            readonly next?: string;
            readonly prev?: string;
            readonly total?: number;
        };
        readonly BulkProducts: {
            /** @description Each is judged by itself. */
            readonly items: readonly ({
                readonly create: components["schemas"]["NewProduct"];
            } | {
                /** @description A merge patch on the version you saw. */
                readonly amend: {
                    readonly id: components["schemas"]["ProductId"];
                    readonly version: components["schemas"]["Version"];
                    readonly patch: components["schemas"]["ProductPatch"];
                };
            })[];
        };
        readonly BulkProductsResult: {
            /** @description One per item, in their order; `status` as its own call would have answered. */
            readonly items: readonly {
                readonly index: number;
                readonly status: number;
                readonly product?: components["schemas"]["Product"];
                readonly problem?: components["schemas"]["Problem"];
            }[];
        };
        readonly BulkCarriers: {
            /** @description Each is judged by itself. */
            readonly items: readonly ({
                readonly create: components["schemas"]["NewCarrier"];
            } | {
                /** @description A merge patch on the version you saw. */
                readonly amend: {
                    readonly id: components["schemas"]["CarrierId"];
                    readonly version: components["schemas"]["Version"];
                    readonly patch: components["schemas"]["CarrierPatch"];
                };
            })[];
        };
        readonly BulkCarriersResult: {
            /** @description One per item, in their order; `status` as its own call would have answered. */
            readonly items: readonly {
                readonly index: number;
                readonly status: number;
                readonly carrier?: components["schemas"]["Carrier"];
                readonly problem?: components["schemas"]["Problem"];
            }[];
        };
        readonly BulkVehicles: {
            /** @description Each is judged by itself. */
            readonly items: readonly ({
                readonly create: components["schemas"]["NewVehicle"];
            } | {
                /** @description A merge patch on the version you saw. */
                readonly amend: {
                    readonly id: components["schemas"]["VehicleId"];
                    readonly version: components["schemas"]["Version"];
                    readonly patch: components["schemas"]["VehiclePatch"];
                };
            })[];
        };
        readonly BulkVehiclesResult: {
            /** @description One per item, in their order; `status` as its own call would have answered. */
            readonly items: readonly {
                readonly index: number;
                readonly status: number;
                readonly vehicle?: components["schemas"]["Vehicle"];
                readonly problem?: components["schemas"]["Problem"];
            }[];
        };
        readonly BulkClients: {
            /** @description Each is judged by itself. */
            readonly items: readonly ({
                readonly create: components["schemas"]["NewClient"];
            } | {
                /** @description A merge patch on the version you saw. */
                readonly amend: {
                    readonly id: components["schemas"]["ClientId"];
                    readonly version: components["schemas"]["Version"];
                    readonly patch: components["schemas"]["ClientPatch"];
                };
            })[];
        };
        readonly BulkClientsResult: {
            /** @description One per item, in their order; `status` as its own call would have answered. */
            readonly items: readonly {
                readonly index: number;
                readonly status: number;
                readonly client?: components["schemas"]["Client"];
                readonly problem?: components["schemas"]["Problem"];
            }[];
        };
        /** @description JSON merge patch (RFC 7396). */
        readonly VehiclePatch: {
            readonly plate?: string;
            readonly name?: components["schemas"]["Name"] | null;
            readonly transportTypes?: readonly components["schemas"]["TransportType"][];
        };
        readonly MonthlyPrice: {
            readonly amount: components["schemas"]["MinorUnits"];
            readonly currency: components["schemas"]["Currency"];
        };
        /** @description Orders a month includes. */
        readonly MonthlyOrders: number;
        /** @description Requests a minute of each API key of the client. */
        readonly KeyRate: number;
        readonly Features: readonly string[];
        readonly NewPlan: {
            readonly name: components["schemas"]["Name"];
            readonly description?: string;
            /** @description Of a month. */
            readonly price: components["schemas"]["MonthlyPrice"];
            /** @description Absent = not limited. */
            readonly monthlyOrders?: components["schemas"]["MonthlyOrders"];
            readonly keyRequestsPerMinute?: components["schemas"]["KeyRate"];
            readonly features?: components["schemas"]["Features"];
        };
        readonly Plan: {
            readonly id: components["schemas"]["PlanId"];
            readonly name: components["schemas"]["Name"];
            readonly description?: string;
            readonly price: components["schemas"]["MonthlyPrice"];
            readonly monthlyOrders?: components["schemas"]["MonthlyOrders"];
            readonly keyRequestsPerMinute?: components["schemas"]["KeyRate"];
            readonly features: components["schemas"]["Features"];
            /** @enum {string} */
            readonly status: "active" | "withdrawn";
            readonly version: components["schemas"]["Version"];
            readonly createdAt: components["schemas"]["Instant"];
            readonly updatedAt: components["schemas"]["Instant"];
        };
        /** @description JSON merge patch (RFC 7396). A plan is withdrawn, never deleted. */
        readonly PlanPatch: {
            readonly name?: components["schemas"]["Name"];
            readonly description?: string | null;
            readonly price?: components["schemas"]["MonthlyPrice"];
            readonly monthlyOrders?: components["schemas"]["MonthlyOrders"] | null;
            readonly keyRequestsPerMinute?: components["schemas"]["KeyRate"] | null;
            readonly features?: components["schemas"]["Features"];
            /** @enum {string} */
            readonly status?: "active" | "withdrawn";
        };
        readonly PlanPage: {
            readonly data: readonly components["schemas"]["Plan"][];
            readonly next?: string;
            readonly prev?: string;
            readonly total?: number;
        };
        /** @enum {string} */
        readonly SubscriptionStatus: "trial" | "active" | "past_due" | "cancelled";
        readonly NewSubscription: {
            readonly clientId: components["schemas"]["ClientId"];
            readonly planId: components["schemas"]["PlanId"];
            /** @description Makes it a trial until then. */
            readonly trialEndsAt?: components["schemas"]["Instant"];
        };
        readonly Subscription: {
            readonly id: components["schemas"]["SubscriptionId"];
            readonly clientId: components["schemas"]["ClientId"];
            readonly planId: components["schemas"]["PlanId"];
            readonly status: components["schemas"]["SubscriptionStatus"];
            readonly trialEndsAt?: components["schemas"]["Instant"];
            /** @description Given with the last move. */
            readonly reason?: string;
            /** @description What the present month, in the tenant's zone, has used. */
            readonly usage: {
                /** @example 2026-11 */
                readonly month: string;
                readonly orders: number;
                readonly monthlyOrders?: components["schemas"]["MonthlyOrders"];
            };
            readonly version: components["schemas"]["Version"];
            readonly createdAt: components["schemas"]["Instant"];
            readonly updatedAt: components["schemas"]["Instant"];
        };
        /** @description JSON merge patch (RFC 7396). */
        readonly SubscriptionPatch: {
            readonly planId?: components["schemas"]["PlanId"];
            readonly trialEndsAt?: components["schemas"]["Instant"];
        };
        readonly SubscriptionTransition: {
            /** @enum {string} */
            readonly to: "active" | "past_due" | "cancelled";
            readonly reason?: string;
        };
        readonly SubscriptionPage: {
            readonly data: readonly components["schemas"]["Subscription"][];
            readonly next?: string;
            readonly prev?: string;
            readonly total?: number;
        };
        /** @enum {string} */
        readonly ContractStatus: "draft" | "active" | "ended";
        readonly ContractNote: string;
        /** @description With a client or with a carrier. The client's says what it pays, the carrier's what it costs. */
        readonly NewContract: {
            readonly clientId?: components["schemas"]["ClientId"];
            readonly carrierId?: components["schemas"]["CarrierId"];
            readonly transportType: components["schemas"]["TransportType"];
            /** @description A grid of the same transport type. */
            readonly gridId: components["schemas"]["GridId"];
            readonly validFrom: components["schemas"]["Instant"];
            /** @description Exclusive; absent while no end is agreed. */
            readonly validTo?: components["schemas"]["Instant"];
            readonly note?: components["schemas"]["ContractNote"];
        } & (unknown | unknown);
        readonly Contract: {
            readonly id: components["schemas"]["ContractId"];
            readonly clientId?: components["schemas"]["ClientId"];
            readonly carrierId?: components["schemas"]["CarrierId"];
            readonly transportType: components["schemas"]["TransportType"];
            readonly gridId: components["schemas"]["GridId"];
            readonly validFrom: components["schemas"]["Instant"];
            readonly validTo?: components["schemas"]["Instant"];
            /** @description Shown to staff only. */
            readonly note?: string;
            readonly status: components["schemas"]["ContractStatus"];
            readonly version: components["schemas"]["Version"];
            readonly createdAt: components["schemas"]["Instant"];
            readonly updatedAt: components["schemas"]["Instant"];
        };
        /** @description JSON merge patch (RFC 7396). */
        readonly ContractPatch: {
            readonly gridId?: components["schemas"]["GridId"];
            readonly validFrom?: components["schemas"]["Instant"];
            readonly validTo?: components["schemas"]["Instant"] | null;
            readonly note?: components["schemas"]["ContractNote"] | null;
        };
        readonly ContractTransition: {
            /** @enum {string} */
            readonly to: "active" | "ended";
        };
        readonly ContractPage: {
            readonly data: readonly components["schemas"]["Contract"][];
            readonly next?: string;
            readonly prev?: string;
            readonly total?: number;
        };
        /** @enum {string} */
        readonly OrderStatus: "placed" | "review" | "accepted" | "assigned" | "picked_up" | "in_transit" | "delivered" | "failed" | "returned" | "cancelled";
        readonly Contact: {
            readonly name: components["schemas"]["Name"];
            readonly email?: components["schemas"]["Email"];
            readonly phone?: components["schemas"]["Phone"];
        };
        /** @description From and to; the zone is for display only. */
        readonly Window: {
            readonly from: components["schemas"]["Instant"];
            readonly to: components["schemas"]["Instant"];
            readonly zone: components["schemas"]["TimeZone"];
        };
        readonly Stop: {
            readonly name: components["schemas"]["Name"];
            readonly address: string;
            readonly city: components["schemas"]["City"];
            readonly postcode: components["schemas"]["Postcode"];
            readonly country: components["schemas"]["Country"];
            readonly coordinates: components["schemas"]["Coordinates"];
            readonly window: components["schemas"]["Window"];
            readonly contact?: components["schemas"]["Contact"];
        };
        readonly OrderLine: {
            readonly productId: components["schemas"]["ProductId"];
            readonly quantity: number;
            /** @description The line's total weight. */
            readonly weightGrams: components["schemas"]["Grams"];
            readonly volumeLitres?: number;
            readonly description?: string;
        };
        /** @description Up to 20 keys of your own. */
        readonly Metadata: {
            readonly [key: string]: string;
        };
        readonly NewOrder: {
            readonly id?: components["schemas"]["OrderId"];
            /** @description Needed from staff; a client's own is taken from the token. */
            readonly clientId?: components["schemas"]["ClientId"];
            readonly transportType: components["schemas"]["TransportType"];
            readonly lines: readonly components["schemas"]["OrderLine"][];
            readonly pickup: components["schemas"]["Stop"];
            readonly delivery: components["schemas"]["Stop"];
            /** @description The quote the customer saw. Without it the order is quoted now. */
            readonly price?: components["schemas"]["Price"];
            readonly instructions?: string;
            readonly metadata?: components["schemas"]["Metadata"];
        };
        /**
         * @description JSON merge patch (RFC 7396). Staff until picked up, the client while placed or in review; instructions, metadata,
         *     contacts and the delivery window by staff until the end. Priced fields are quoted again.
         */
        readonly OrderPatch: {
            readonly lines?: readonly components["schemas"]["OrderLine"][];
            readonly pickup?: components["schemas"]["StopPatch"];
            readonly delivery?: components["schemas"]["StopPatch"];
            readonly price?: components["schemas"]["Price"];
            readonly instructions?: string | null;
            readonly metadata?: {
                readonly [key: string]: string | null;
            } | null;
        };
        readonly StopPatch: {
            readonly name?: components["schemas"]["Name"];
            readonly address?: string;
            readonly city?: components["schemas"]["City"];
            readonly postcode?: components["schemas"]["Postcode"];
            readonly country?: components["schemas"]["Country"];
            readonly coordinates?: components["schemas"]["Coordinates"];
            readonly window?: {
                readonly from?: components["schemas"]["Instant"];
                readonly to?: components["schemas"]["Instant"];
                readonly zone?: components["schemas"]["TimeZone"];
            };
            readonly contact?: {
                readonly name?: components["schemas"]["Name"];
                readonly email?: components["schemas"]["Email"] | null;
                readonly phone?: components["schemas"]["Phone"] | null;
            } | null;
        };
        /** @enum {string} */
        readonly ReviewReason: "price_changed" | "product_withdrawn" | "city_not_covered" | "limits_exceeded" | "window_passed" | "quota_exceeded" | "subscription_inactive" | "contract_ended" | "no_grid" | "intake_review";
        /** @description Why an order waits in review. */
        readonly OrderIssue: {
            readonly code: components["schemas"]["ReviewReason"];
            readonly pointer: string;
            readonly message: string;
        };
        /** @description What the order could be instead; accept it with `to` placed and `alternativeId`. */
        readonly OrderAlternative: {
            readonly id: string;
            readonly price?: components["schemas"]["Price"];
            readonly lines?: readonly components["schemas"]["OrderLine"][];
            /** @description Of the pick-up. */
            readonly window?: components["schemas"]["Window"];
            readonly expiresAt: components["schemas"]["Instant"];
        };
        /** @description Who took the goods and when; a signature or photos where the product asks for them. */
        readonly Proof: {
            readonly name?: components["schemas"]["Name"];
            readonly at: components["schemas"]["Instant"];
            /** @description A document of this order of kind `signature`. */
            readonly signatureId?: string;
            /** @description Documents of this order of kind `photo`. */
            readonly photoIds?: readonly string[];
        };
        readonly TimelineEntry: {
            readonly at: components["schemas"]["Instant"];
            readonly occurredAt?: components["schemas"]["Instant"];
            /**
             * @description The event it caused, or `order.erased`.
             * @example order.placed
             */
            readonly type: string;
            readonly version: components["schemas"]["Version"];
            readonly by: {
                readonly kind: string;
                readonly id?: string;
                readonly role: components["schemas"]["Role"];
            };
            readonly reason?: string;
            readonly note?: string;
            readonly changed?: readonly string[];
            /** @description Price before and after a change or an accepted alternative. */
            readonly totals?: {
                readonly before: components["schemas"]["MinorUnits"];
                readonly after: components["schemas"]["MinorUnits"];
            };
        };
        readonly Order: {
            readonly id: components["schemas"]["OrderId"];
            /** @example SYM-26-004711 */
            readonly reference: string;
            readonly status: components["schemas"]["OrderStatus"];
            readonly version: components["schemas"]["Version"];
            readonly clientId: components["schemas"]["ClientId"];
            readonly carrierId?: components["schemas"]["CarrierId"];
            readonly vehicleId?: components["schemas"]["VehicleId"];
            readonly driverId?: components["schemas"]["UserId"];
            readonly transportType: components["schemas"]["TransportType"];
            readonly lines: readonly components["schemas"]["OrderLine"][];
            readonly pickup: components["schemas"]["Stop"];
            readonly delivery: components["schemas"]["Stop"];
            /** @description Not shown to carriers and drivers; absent while no grid gives one. */
            readonly price?: components["schemas"]["Price"];
            /** @description What the carrier gets by its contract; shown to staff and to the carrier. */
            readonly cost?: components["schemas"]["Price"];
            /** @description When it was delivered by the device's clock. */
            readonly deliveredAt?: components["schemas"]["Instant"];
            /** @description Delivered by the end of its window. */
            readonly onTime?: boolean;
            readonly issues: readonly components["schemas"]["OrderIssue"][];
            readonly alternative?: components["schemas"]["OrderAlternative"];
            readonly proof?: components["schemas"]["Proof"];
            readonly instructions?: string;
            readonly metadata?: components["schemas"]["Metadata"];
            readonly createdAt: components["schemas"]["Instant"];
            readonly updatedAt: components["schemas"]["Instant"];
            readonly timeline: readonly components["schemas"]["TimelineEntry"][];
        };
        /** @description What a list shows of an order. */
        readonly OrderRow: {
            readonly id: components["schemas"]["OrderId"];
            readonly reference: string;
            readonly status: components["schemas"]["OrderStatus"];
            readonly version: components["schemas"]["Version"];
            readonly clientId: components["schemas"]["ClientId"];
            readonly carrierId?: components["schemas"]["CarrierId"];
            readonly vehicleId?: components["schemas"]["VehicleId"];
            readonly driverId?: components["schemas"]["UserId"];
            readonly transportType: components["schemas"]["TransportType"];
            readonly pickup: components["schemas"]["StopRow"];
            readonly delivery: components["schemas"]["StopRow"];
            readonly price?: components["schemas"]["Price"];
            readonly createdAt: components["schemas"]["Instant"];
            readonly updatedAt: components["schemas"]["Instant"];
        };
        readonly StopRow: {
            readonly city: string;
            readonly postcode: string;
            readonly country: components["schemas"]["Country"];
            readonly window: components["schemas"]["Window"];
        };
        readonly OrderPage: {
            readonly data: readonly components["schemas"]["OrderRow"][];
            readonly next?: string;
            readonly prev?: string;
            readonly total?: number;
        };
        readonly Transition: {
            readonly to: components["schemas"]["OrderStatus"];
            /** @description For `failed` one of: recipient_absent, refused, address_unknown, damaged, access_denied, vehicle_breakdown, other. For `review` it is what the client reads. */
            readonly reason?: string;
            readonly carrierId?: components["schemas"]["CarrierId"];
            readonly vehicleId?: components["schemas"]["VehicleId"];
            readonly driverId?: components["schemas"]["UserId"];
            readonly proof?: components["schemas"]["Proof"];
            /** @description When it happened by the device's clock; kept between the previous move and now. */
            readonly occurredAt?: components["schemas"]["Instant"];
            /** @description Assign a carrier although it does not cover the cities. */
            readonly override?: boolean;
            /** @description The alternative that is accepted when an order leaves review. */
            readonly alternativeId?: string;
        };
        /** @description What happened to an order; `sequence` counts without holes. */
        readonly OrderEvent: {
            readonly id: string;
            readonly type: components["schemas"]["EventType"];
            readonly time: components["schemas"]["Instant"];
            readonly tenantId: components["schemas"]["TenantId"];
            /** @example transport-order/0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c */
            readonly subject: string;
            readonly sequence: number;
            readonly version: components["schemas"]["Version"];
            readonly apiVersion: string;
            readonly requestId?: string;
            readonly data: {
                readonly [key: string]: unknown;
            };
        };
        /** @enum {string} */
        readonly EventType: "order.placed" | "order.review_needed" | "order.accepted" | "order.assigned" | "order.unassigned" | "order.picked_up" | "order.in_transit" | "order.delivered" | "order.failed" | "order.returned" | "order.cancelled" | "order.amended" | "order.eta_changed" | "geofence.entered" | "geofence.left" | "document.ready" | "subscription.changed";
        readonly OrderEventPage: {
            readonly data: readonly components["schemas"]["OrderEvent"][];
            readonly next?: string;
        };
        readonly BulkOrders: {
            /** @description Each is judged by itself. */
            readonly items: readonly ({
                readonly create: components["schemas"]["NewOrder"];
            } | {
                readonly transition: components["schemas"]["BulkTransition"];
            })[];
        };
        /** @description A transition with the order it is for. Without `version` only `cancelled` is taken. */
        readonly BulkTransition: {
            readonly orderId: components["schemas"]["OrderId"];
            /** @description The version you saw. */
            readonly version?: components["schemas"]["Version"];
            /** @description The idempotency key of this transition; made from the call, where it has one. */
            readonly key?: string;
            readonly to: components["schemas"]["OrderStatus"];
            /** @description For `failed` one of: recipient_absent, refused, address_unknown, damaged, access_denied, vehicle_breakdown, other. For `review` it is what the client reads. */
            readonly reason?: string;
            readonly carrierId?: components["schemas"]["CarrierId"];
            readonly vehicleId?: components["schemas"]["VehicleId"];
            readonly driverId?: components["schemas"]["UserId"];
            readonly proof?: components["schemas"]["Proof"];
            /** @description When it happened by the device's clock; kept between the previous move and now. */
            readonly occurredAt?: components["schemas"]["Instant"];
            /** @description Assign a carrier although it does not cover the cities. */
            readonly override?: boolean;
            /** @description The alternative that is accepted when an order leaves review. */
            readonly alternativeId?: string;
        };
        readonly BulkOrdersResult: {
            /** @description One per item, in their order; `status` as its own call would have answered. */
            readonly items: readonly {
                readonly index: number;
                readonly status: number;
                /**
                 * @description It had been done before.
                 * @constant
                 */
                readonly replayed?: true;
                readonly order?: components["schemas"]["Order"];
                readonly problem?: components["schemas"]["Problem"];
            }[];
        };
        /**
         * @description Invoices are not shown to carriers and drivers.
         * @enum {string}
         */
        readonly DocumentKind: "waybill" | "delivery_note" | "signature" | "photo" | "damage" | "customs" | "invoice" | "other";
        readonly DocumentForm: {
            readonly kind: components["schemas"]["DocumentKind"];
            /** Format: binary */
            readonly file: string;
        };
        readonly Document: {
            readonly id: components["schemas"]["DocumentId"];
            readonly orderId: components["schemas"]["OrderId"];
            readonly kind: components["schemas"]["DocumentKind"];
            /** @description As its sender called it, without folders and control characters. */
            readonly name: string;
            /**
             * @description By its content.
             * @enum {string}
             */
            readonly contentType: "image/jpeg" | "image/png" | "image/webp" | "application/pdf";
            readonly bytes: number;
            readonly sha256: string;
            /** @description Pixels. */
            readonly image?: {
                readonly width: number;
                readonly height: number;
            };
            readonly uploadedBy: {
                readonly kind: string;
                readonly id?: string;
                readonly role: components["schemas"]["Role"];
            };
            readonly createdAt: components["schemas"]["Instant"];
        };
        readonly DocumentPage: {
            readonly data: readonly components["schemas"]["Document"][];
            readonly next?: string;
            readonly prev?: string;
            readonly total?: number;
        };
        readonly Job: {
            readonly id: components["schemas"]["JobId"];
            /**
             * @description What it does.
             * @enum {string}
             */
            readonly kind: "products.import";
            /**
             * @description `failed` only when all its tries have failed.
             * @enum {string}
             */
            readonly state: "waiting" | "running" | "done" | "failed";
            readonly progress: number;
            readonly result?: components["schemas"]["ImportReport"];
            /** @description Why it failed. */
            readonly error?: {
                readonly code: string;
                readonly message: string;
            };
            readonly createdAt: components["schemas"]["Instant"];
            readonly updatedAt: components["schemas"]["Instant"];
            readonly finishedAt?: components["schemas"]["Instant"];
        };
        /** @description What became of each line. */
        readonly ImportReport: {
            /** @description Lines of data. */
            readonly lines: number;
            readonly created: number;
            /** @description Lines that were refused. */
            readonly refused: number;
            /** @description Of the first 1,000 refused lines; line 1 is the header. */
            readonly mistakes: readonly {
                readonly line: number;
                readonly pointer: string;
                readonly code: string;
                readonly message: string;
            }[];
        };
        readonly ClientLogs: {
            readonly entries: readonly components["schemas"]["ClientLog"][];
        };
        /** @description One error as a frontend saw it. */
        readonly ClientLog: {
            /** @description By the device's clock. */
            readonly at: components["schemas"]["Instant"];
            /** @description Of the problem, or of the SDK's own error. */
            readonly code: string;
            /** @description HTTP status of the answer. */
            readonly status?: number;
            /** @description `X-Request-Id` of the answer. */
            readonly requestId?: string;
            /** @description Group and function: `orders.create`. */
            readonly operation?: string;
            /** @description The template, never a path with its values. */
            readonly path?: string;
            /** @description Milliseconds until it failed. */
            readonly durationMs?: number;
            /** @description Its version. */
            readonly sdk: string;
        };
        readonly ClientLogsReceipt: {
            /** @description Entries kept now; others were there. */
            readonly accepted: number;
        };
        readonly Position: {
            readonly deviceTime: components["schemas"]["Instant"];
            readonly coordinates: components["schemas"]["Coordinates"];
            readonly speedKmh?: number;
            readonly heading?: number;
            readonly accuracyMetres?: number;
            readonly altitudeMetres?: number;
            readonly batteryPercent?: number;
        };
        readonly PositionReport: {
            /** @description Needed from a carrier with more than one vehicle; a driver's is that of his orders. */
            readonly vehicleId?: components["schemas"]["VehicleId"];
            readonly points: readonly components["schemas"]["Position"][];
        };
        readonly PositionReceipt: {
            /** @description Points stored now. */
            readonly accepted: number;
            /** @description Points that were stored before. */
            readonly duplicates: number;
            readonly refused: readonly {
                readonly index: number;
                /** @enum {string} */
                readonly reason: "in_the_future";
            }[];
        };
        /** @description By road where a routing service is configured, else great circle × 1.3 at the mean speed of the last ten minutes. */
        readonly Eta: {
            readonly at: components["schemas"]["Instant"];
            readonly remainingMetres: number;
            readonly computedAt: components["schemas"]["Instant"];
            /**
             * @description How the way was measured.
             * @enum {string}
             */
            readonly source?: "great_circle" | "route";
        };
        /** @description Where the channel stood before the data were read; epoch `none` while that is not known. */
        readonly StreamPosition: {
            readonly epoch: string;
            readonly seq: number;
        };
        /** @description The vehicle at the place of pick-up or delivery. Visits of a place lie at least a minute apart. */
        readonly GeofenceVisit: {
            /** @enum {string} */
            readonly place: "pickup" | "delivery";
            readonly enteredAt: components["schemas"]["Instant"];
            readonly leftAt?: components["schemas"]["Instant"];
            /** @description From entering to leaving. */
            readonly dwellSeconds?: number;
        };
        /** @description When the position counts as stale, unless a newer one comes before. */
        readonly StaleAt: components["schemas"]["Instant"];
        /** @description Everything a watcher needs to start or start again; `stream` was read before the data. */
        readonly TrackingSnapshot: {
            readonly orderId: components["schemas"]["OrderId"];
            readonly reference: string;
            readonly status: components["schemas"]["OrderStatus"];
            readonly version: components["schemas"]["Version"];
            readonly vehicleId?: components["schemas"]["VehicleId"];
            readonly position?: components["schemas"]["Position"];
            readonly staleAt?: components["schemas"]["StaleAt"];
            readonly eta?: components["schemas"]["Eta"];
            readonly geofences?: readonly components["schemas"]["GeofenceVisit"][];
            readonly stream: components["schemas"]["StreamPosition"];
        };
        /** @description An order on its way, as part of a snapshot. */
        readonly TrackedOrder: {
            readonly orderId: components["schemas"]["OrderId"];
            readonly reference: string;
            readonly status: components["schemas"]["OrderStatus"];
            readonly version: components["schemas"]["Version"];
            readonly vehicleId?: components["schemas"]["VehicleId"];
            readonly position?: components["schemas"]["Position"];
            readonly staleAt?: components["schemas"]["StaleAt"];
            readonly eta?: components["schemas"]["Eta"];
        };
        /** @description All orders of a client that are neither ended nor in review. */
        readonly ClientTracking: {
            readonly clientId: components["schemas"]["ClientId"];
            readonly orders: readonly components["schemas"]["TrackedOrder"][];
            /** @description False when there are more than 200. */
            readonly complete: boolean;
            readonly stream: components["schemas"]["StreamPosition"];
        };
        /** @description An order that a vehicle carries or is to carry. */
        readonly OnBoard: {
            readonly orderId: components["schemas"]["OrderId"];
            readonly reference: string;
            readonly status: components["schemas"]["OrderStatus"];
            readonly clientId: components["schemas"]["ClientId"];
            readonly eta?: components["schemas"]["Eta"];
        };
        readonly BoardVehicle: {
            readonly vehicleId: components["schemas"]["VehicleId"];
            readonly carrierId: components["schemas"]["CarrierId"];
            readonly plate: string;
            readonly name?: string;
            readonly position: components["schemas"]["Position"];
            readonly staleAt: components["schemas"]["StaleAt"];
            readonly orders: readonly components["schemas"]["OnBoard"][];
        };
        /** @description The active vehicles in a box, those heard of last first. */
        readonly Board: {
            readonly vehicles: readonly components["schemas"]["BoardVehicle"][];
            /** @description False when there are more than 1,000. */
            readonly complete: boolean;
            readonly stream: components["schemas"]["StreamPosition"];
        };
        /**
         * @description West, south, east, north in degrees.
         * @example 8.4,49.7,8.9,50.2
         */
        readonly Bbox: string;
        readonly VehicleTracking: {
            readonly vehicleId: components["schemas"]["VehicleId"];
            readonly carrierId: components["schemas"]["CarrierId"];
            readonly plate: string;
            readonly name?: string;
            readonly position?: components["schemas"]["Position"];
            readonly staleAt?: components["schemas"]["StaleAt"];
            readonly orders: readonly components["schemas"]["OnBoard"][];
            readonly stream: components["schemas"]["StreamPosition"];
        };
        /** @description The way of a vehicle, oldest point first. */
        readonly Trail: {
            readonly points: readonly components["schemas"]["Position"][];
            /** @description How many points there are before simplification. */
            readonly recorded: number;
            /** @description How far the line may be from the points left out. */
            readonly toleranceMetres: number;
            /** @description False when the time asked for holds more than 50,000 points; the newest are shown. */
            readonly complete: boolean;
        };
        readonly TrackingEvents: {
            /** @description In order; a channel begins with `subscribed` when it was asked for without a position, or with one that cannot be gone on from. */
            readonly frames: readonly (components["schemas"]["FrameSubscribed"] | components["schemas"]["FrameEvt"] | components["schemas"]["FrameReset"] | components["schemas"]["FrameError"] | components["schemas"]["FrameDrain"])[];
            /** @description For `after`. */
            readonly cursor: string;
        };
        /** @description `data` of an event `position`; a recipient is not told the vehicle. On the channels of vehicles and boards it names the orders on board; there, of a board, `gone: true` says that the vehicle has left the view. */
        readonly LivePosition: {
            readonly vehicleId?: components["schemas"]["VehicleId"];
            readonly orderId?: components["schemas"]["OrderId"];
            readonly position: components["schemas"]["Position"];
            readonly staleAt?: components["schemas"]["StaleAt"];
            readonly eta?: components["schemas"]["Eta"];
            readonly carrierId?: components["schemas"]["CarrierId"];
            readonly plate?: string;
            readonly name?: string;
            readonly orders?: readonly components["schemas"]["OnBoard"][];
            readonly gone?: boolean;
        };
        /** @description `data` of a status event (`order.…`, `geofence.…`, `document.ready`). `sequence` counts the events of an order without holes. */
        readonly LiveOrderEvent: {
            readonly orderId: components["schemas"]["OrderId"];
            readonly clientId?: components["schemas"]["ClientId"];
            readonly reference?: string;
            readonly status?: components["schemas"]["OrderStatus"];
            readonly sequence: number;
            readonly version: components["schemas"]["Version"];
            readonly eta?: components["schemas"]["Eta"];
            /** @enum {string} */
            readonly place?: "pickup" | "delivery";
            readonly dwellSeconds?: number;
        } & {
            readonly [key: string]: unknown;
        };
        readonly NewDevice: {
            readonly vehicleId: components["schemas"]["VehicleId"];
            readonly name: components["schemas"]["Name"];
        };
        readonly Device: {
            readonly id: components["schemas"]["DeviceId"];
            readonly vehicleId: components["schemas"]["VehicleId"];
            readonly name: string;
            /** @description The last four characters of its key, to tell keys apart. */
            readonly keyEnding: string;
            readonly createdAt: components["schemas"]["Instant"];
            /** @description When it last reported, to the minute. */
            readonly lastSeenAt?: components["schemas"]["Instant"];
        };
        /** @description A device with its key, which is not kept and cannot be shown again. */
        readonly DeviceWithKey: {
            readonly id: components["schemas"]["DeviceId"];
            readonly vehicleId: components["schemas"]["VehicleId"];
            readonly name: string;
            readonly keyEnding: string;
            readonly createdAt: components["schemas"]["Instant"];
            readonly lastSeenAt?: components["schemas"]["Instant"];
            /** @description `dk_…` */
            readonly key: string;
            /** @description What is entered in Traccar Client as server address, and in OsmAnd as web address. */
            readonly osmandUrl: string;
            /** @description What is entered in OwnTracks as host in HTTP mode. */
            readonly owntracksUrl: string;
        };
        readonly DevicePage: {
            readonly data: readonly components["schemas"]["Device"][];
            readonly next?: string;
            readonly prev?: string;
            readonly total?: number;
        };
        /** @description A position in the format of another product; members that we do not know are ignored. */
        readonly ForeignPosition: {
            readonly [key: string]: unknown;
        };
        readonly NewTrackingLink: {
            /** @description By default 7 days after the end of the delivery window; at most 90 days from now. */
            readonly expiresAt?: components["schemas"]["Instant"];
        };
        readonly TrackingLink: {
            readonly id: components["schemas"]["LinkId"];
            readonly orderId: components["schemas"]["OrderId"];
            /** @description The secret of the link, `tl_…`. */
            readonly token: string;
            /** @description The page, `…/track/<token>`. */
            readonly url: string;
            readonly createdAt: components["schemas"]["Instant"];
            readonly expiresAt: components["schemas"]["Instant"];
            readonly revokedAt?: components["schemas"]["Instant"];
        };
        readonly TrackingLinks: {
            readonly data: readonly components["schemas"]["TrackingLink"][];
        };
        /** @description What a recipient may see of one delivery. */
        readonly PublicTracking: {
            /** @description Names the channel, `order:<id>`, which the link’s token may watch. */
            readonly orderId: components["schemas"]["OrderId"];
            readonly tenantId: components["schemas"]["TenantId"];
            readonly linkId: components["schemas"]["LinkId"];
            readonly reference: string;
            /** @description The freight company's name. */
            readonly sender: string;
            readonly status: components["schemas"]["OrderStatus"];
            readonly pickupCity: string;
            readonly deliveryCity: string;
            readonly deliveryWindow: components["schemas"]["Window"];
            /** @description Of the delivery, to a hundredth of a degree (about a kilometre). */
            readonly destination?: components["schemas"]["Coordinates"];
            readonly timeline: readonly {
                readonly status: components["schemas"]["OrderStatus"];
                readonly at: components["schemas"]["Instant"];
            }[];
            readonly position?: components["schemas"]["Position"];
            readonly staleAt?: components["schemas"]["StaleAt"];
            readonly eta?: components["schemas"]["Eta"];
            readonly expiresAt: components["schemas"]["Instant"];
            readonly stream: components["schemas"]["StreamPosition"];
        };
        readonly Probe: {
            /** @enum {string} */
            readonly status: "ok" | "starting" | "draining";
            readonly version?: string;
            readonly build?: string;
            readonly commit?: string;
        };
        /**
         * @description What is watched: `order:<id>`, `client:<id>` (all its orders), `vehicle:<id>`, `board:<west,south,east,north>`, `job:<id>`.
         * @example order:01927f0c-7a00-7b3e-9d55-2f7f6f0b8f11
         */
        readonly FrameChannel: string;
        /** @description One life of a channel's history. Opaque; another epoch means that nothing can be said about the time between. */
        readonly FrameEpoch: string;
        /** @description Counts a channel's events within its epoch, from 1; 0 is the position before the first. */
        readonly FrameSeq: number;
        /** @description A channel and how far the client has got in it. */
        readonly FramePosition: {
            readonly ch: components["schemas"]["FrameChannel"];
            readonly epoch: components["schemas"]["FrameEpoch"];
            readonly seq: components["schemas"]["FrameSeq"];
        };
        /** @description The first frame, within 5 s; otherwise the socket is closed with 4401. `resume` subscribes as `sub` would. */
        readonly FrameHello: {
            /** @constant */
            readonly t: "hello";
            /**
             * @description Version of the frames.
             * @constant
             */
            readonly v: 1;
            /** @description The user's access token or a tracking link's secret, which may watch `order:<id>` of its order. */
            readonly token: string;
            readonly resume?: readonly components["schemas"]["FramePosition"][];
        };
        /** @description A fresh token of the same identity, before the present one ends. Every subscription is authorised again with it. */
        readonly FrameToken: {
            /** @constant */
            readonly t: "token";
            readonly token: string;
        };
        /** @description Watch a channel, from a known position when `epoch` and `seq` are given. Answered by `subscribed` or `error`. */
        readonly FrameSub: {
            /** @constant */
            readonly t: "sub";
            readonly ch: components["schemas"]["FrameChannel"];
            readonly epoch?: components["schemas"]["FrameEpoch"];
            readonly seq?: components["schemas"]["FrameSeq"];
        };
        /** @description Stop watching. Not answered; frames already on their way may still arrive. */
        readonly FrameUnsub: {
            /** @constant */
            readonly t: "unsub";
            readonly ch: components["schemas"]["FrameChannel"];
        };
        /** @description A hole was seen; send everything after `from` again. Answered by the events, or by `reset` when they are gone. */
        readonly FrameReplay: {
            /** @constant */
            readonly t: "replay";
            readonly ch: components["schemas"]["FrameChannel"];
            readonly epoch: components["schemas"]["FrameEpoch"];
            readonly from: components["schemas"]["FrameSeq"];
        };
        /** @description Positions of a driver's or carrier's vehicle; the same use case as `POST tracking/positions`. Answered by `reported`. */
        readonly FrameReport: {
            /** @constant */
            readonly t: "report";
            /** @description Chosen by the client, repeated in the answer. */
            readonly id: string;
            /** @description Needed from a carrier with more than one vehicle. */
            readonly vehicleId?: components["schemas"]["VehicleId"];
            readonly points: readonly components["schemas"]["Position"][];
        };
        /** @description The identity is known. A client that hears nothing for `pingMs` + 10 s takes the socket for dead. */
        readonly FrameWelcome: {
            /** @constant */
            readonly t: "welcome";
            /** Format: date-time */
            readonly serverTime: string;
            readonly pingMs: number;
        };
        /** @description The channel is watched from now on. `recovered: true`: every event after the given position follows, up to `seq` and on. `recovered: false`: the client starts at `seq` and needs a snapshot for what was before. */
        readonly FrameSubscribed: {
            /** @constant */
            readonly t: "subscribed";
            readonly ch: components["schemas"]["FrameChannel"];
            readonly epoch: components["schemas"]["FrameEpoch"];
            readonly seq: components["schemas"]["FrameSeq"];
            readonly recovered: boolean;
        };
        /** @description A frame could not be honoured; the socket stays open. A channel that the caller may not see is `not_found`, as one that does not exist. */
        readonly FrameError: {
            /** @constant */
            readonly t: "error";
            readonly ch?: components["schemas"]["FrameChannel"];
            /** @description Of the report that failed. */
            readonly id?: string;
            /** @enum {string} */
            readonly code: "not_found" | "not_subscribed" | "too_many_subscriptions" | "unavailable" | "forbidden" | "internal_error";
            readonly detail?: string;
        };
        /** @description One event. The client has missed something unless `prev` (absent: `seq` − 1) is at or before its own position; `prev` is how the server leaves out superseded positions. Status events are never left out. */
        readonly FrameEvt: {
            /** @constant */
            readonly t: "evt";
            readonly ch: components["schemas"]["FrameChannel"];
            readonly epoch: components["schemas"]["FrameEpoch"];
            readonly seq: number;
            readonly prev?: components["schemas"]["FrameSeq"];
            readonly id: string;
            /** Format: date-time */
            readonly ts: string;
            /** @description `position`, the type of a status event such as `order.picked_up`, or of a job `job.progress`, `job.done`, `job.failed` with `{jobId, state, progress}`. */
            readonly type: string;
            /** @description A `LivePosition` for `position`, a `LiveOrderEvent` for the status events of orders. */
            readonly data: Record<string, never>;
        };
        /** @description The history between the client's position and now is gone. Fetch the snapshot, then go on from (`epoch`, `head`). */
        readonly FrameReset: {
            /** @constant */
            readonly t: "reset";
            readonly ch: components["schemas"]["FrameChannel"];
            readonly epoch: components["schemas"]["FrameEpoch"];
            readonly head: components["schemas"]["FrameSeq"];
        };
        /** @description A sign of life every `pingMs`, for scripts that cannot see protocol pings. Not answered. */
        readonly FramePing: {
            /** @constant */
            readonly t: "ping";
        };
        /** @description This process goes away soon. Reconnect at a random moment within `afterMs`. */
        readonly FrameDrain: {
            /** @constant */
            readonly t: "drain";
            readonly afterMs: number;
        };
        /** @description The points are stored: `accepted` new ones, `ignored` duplicates or refused ones. */
        readonly FrameReported: {
            /** @constant */
            readonly t: "reported";
            readonly id: string;
            readonly accepted: number;
            readonly ignored: number;
        };
    };
    responses: {
        /** @description Malformed: the problem says where and what was expected. */
        readonly BadRequest: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description No valid token. */
        readonly Unauthenticated: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Visible but not allowed. */
        readonly Forbidden: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not there or not yours to see. */
        readonly NotFound: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It no longer fits what is stored. */
        readonly Conflict: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It was there and is not any more. */
        readonly Gone: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Somebody changed it; the problem names the current version. */
        readonly PreconditionFailed: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is above its limit. */
        readonly PayloadTooLarge: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The body is not of a type this operation takes. */
        readonly UnsupportedMediaType: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description The range begins behind the last byte. */
        readonly RangeNotSatisfiable: {
            headers: {
                readonly "Content-Range": components["headers"]["ContentRange"];
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Well-formed but impossible. */
        readonly Unprocessable: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description `If-Match` is missing. */
        readonly PreconditionRequired: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Too many; `Retry-After` says when to come back. */
        readonly RateLimited: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Our fault; the request id finds it. */
        readonly Internal: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description Not now; `Retry-After` says when. */
        readonly Unavailable: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description It took longer than the deadline; the outcome is unknown. */
        readonly GatewayTimeout: {
            headers: {
                readonly [name: string]: unknown;
            };
            content: {
                readonly "application/problem+json": components["schemas"]["Problem"];
            };
        };
        /** @description What you hold still stands. */
        readonly NotModified: {
            headers: {
                readonly ETag: components["headers"]["ETag"];
                readonly [name: string]: unknown;
            };
            content?: never;
        };
    };
    parameters: {
        /**
         * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
         * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
         */
        readonly IdempotencyKey: string;
        /**
         * @description The weak tag of the version you saw, such as `W/"v7"`. `*` is accepted for a cancellation only.
         * @example W/"v7"
         */
        readonly IfMatch: string;
        /** @description The tag you hold; 304 when it still stands. */
        readonly IfNoneMatch: string;
        /** @description Rows per page. */
        readonly Limit: number;
        /** @description `next` or `prev` of an earlier page, unchanged. */
        readonly Cursor: string;
        /** @description Also count: `total`, capped at 10,000. */
        readonly Count: boolean;
        /** @description Members of a row to answer with, separated by commas; `id` is always there. */
        readonly Fields: string;
        readonly OrderId: components["schemas"]["OrderId"];
        readonly ProductId: components["schemas"]["ProductId"];
        readonly GridId: components["schemas"]["GridId"];
        readonly ClientId: components["schemas"]["ClientId"];
        readonly CarrierId: components["schemas"]["CarrierId"];
        readonly PlanId: components["schemas"]["PlanId"];
        readonly SubscriptionId: components["schemas"]["SubscriptionId"];
        readonly ContractId: components["schemas"]["ContractId"];
        readonly DocumentId: components["schemas"]["DocumentId"];
        readonly JobId: components["schemas"]["JobId"];
        readonly VehicleId: components["schemas"]["VehicleId"];
        readonly DeviceId: components["schemas"]["DeviceId"];
        readonly LinkId: components["schemas"]["LinkId"];
    };
    requestBodies: never;
    headers: {
        /** @description Weak tag of what is shown. */
        readonly ETag: string;
        /** @description The order's version after this call. */
        readonly OrderVersion: number;
        /** @description `true` when this is the answer to a request that was already done. */
        readonly IdempotentReplayed: "true";
        /** @description Where it can be read. */
        readonly Location: string;
        /** @description Which bytes of how many. */
        readonly ContentRange: string;
        /** @description RFC 8288 links `next` and `prev`. */
        readonly Link: string;
    };
    pathItems: never;
}
export type OrderId = components['schemas']['OrderId'];
export type TenantId = components['schemas']['TenantId'];
export type UserId = components['schemas']['UserId'];
export type ClientId = components['schemas']['ClientId'];
export type ProductId = components['schemas']['ProductId'];
export type GridId = components['schemas']['GridId'];
export type CarrierId = components['schemas']['CarrierId'];
export type VehicleId = components['schemas']['VehicleId'];
export type PlanId = components['schemas']['PlanId'];
export type SubscriptionId = components['schemas']['SubscriptionId'];
export type ContractId = components['schemas']['ContractId'];
export type DocumentId = components['schemas']['DocumentId'];
export type DeviceId = components['schemas']['DeviceId'];
export type LinkId = components['schemas']['LinkId'];
export type JobId = components['schemas']['JobId'];
export type Instant = components['schemas']['Instant'];
export type Country = components['schemas']['Country'];
export type Currency = components['schemas']['Currency'];
export type Name = components['schemas']['Name'];
export type Email = components['schemas']['Email'];
export type Grams = components['schemas']['Grams'];
export type MinorUnits = components['schemas']['MinorUnits'];
export type Coordinates = components['schemas']['Coordinates'];
export type TransportType = components['schemas']['TransportType'];
export type Role = components['schemas']['Role'];
export type Version = components['schemas']['Version'];
export type Problem = components['schemas']['Problem'];
export type ProblemCode = components['schemas']['ProblemCode'];
export type Registration = components['schemas']['Registration'];
export type NewTenant = components['schemas']['NewTenant'];
export type Tenant = components['schemas']['Tenant'];
export type TenantPatch = components['schemas']['TenantPatch'];
export type Slug = components['schemas']['Slug'];
export type TimeZone = components['schemas']['TimeZone'];
export type Password = components['schemas']['Password'];
export type Registered = components['schemas']['Registered'];
export type SignIn = components['schemas']['SignIn'];
export type Refresh = components['schemas']['Refresh'];
export type Tokens = components['schemas']['Tokens'];
export type NewUser = components['schemas']['NewUser'];
export type User = components['schemas']['User'];
export type UserPage = components['schemas']['UserPage'];
export type Jwks = components['schemas']['Jwks'];
export type NewClient = components['schemas']['NewClient'];
export type Phone = components['schemas']['Phone'];
export type Client = components['schemas']['Client'];
export type ClientPatch = components['schemas']['ClientPatch'];
export type ClientPage = components['schemas']['ClientPage'];
export type ProductLimits = components['schemas']['ProductLimits'];
export type ProofKind = components['schemas']['ProofKind'];
export type NewProduct = components['schemas']['NewProduct'];
export type Product = components['schemas']['Product'];
export type ProductPatch = components['schemas']['ProductPatch'];
export type ProductPage = components['schemas']['ProductPage'];
export type Zone = components['schemas']['Zone'];
export type Cell = components['schemas']['Cell'];
export type Surcharge = components['schemas']['Surcharge'];
export type NewGridVersion = components['schemas']['NewGridVersion'];
export type NewPricingGrid = components['schemas']['NewPricingGrid'];
export type PricingGrid = components['schemas']['PricingGrid'];
export type PricingGridPage = components['schemas']['PricingGridPage'];
export type QuoteRequest = components['schemas']['QuoteRequest'];
export type PlaceKey = components['schemas']['PlaceKey'];
export type City = components['schemas']['City'];
export type Postcode = components['schemas']['Postcode'];
export type Price = components['schemas']['Price'];
export type Quote = components['schemas']['Quote'];
export type NewCarrier = components['schemas']['NewCarrier'];
export type Carrier = components['schemas']['Carrier'];
export type CarrierPatch = components['schemas']['CarrierPatch'];
export type CarrierPage = components['schemas']['CarrierPage'];
export type NewVehicle = components['schemas']['NewVehicle'];
export type Vehicle = components['schemas']['Vehicle'];
export type VehiclePage = components['schemas']['VehiclePage'];
export type BulkProducts = components['schemas']['BulkProducts'];
export type BulkProductsResult = components['schemas']['BulkProductsResult'];
export type BulkCarriers = components['schemas']['BulkCarriers'];
export type BulkCarriersResult = components['schemas']['BulkCarriersResult'];
export type BulkVehicles = components['schemas']['BulkVehicles'];
export type BulkVehiclesResult = components['schemas']['BulkVehiclesResult'];
export type BulkClients = components['schemas']['BulkClients'];
export type BulkClientsResult = components['schemas']['BulkClientsResult'];
export type VehiclePatch = components['schemas']['VehiclePatch'];
export type MonthlyPrice = components['schemas']['MonthlyPrice'];
export type MonthlyOrders = components['schemas']['MonthlyOrders'];
export type KeyRate = components['schemas']['KeyRate'];
export type Features = components['schemas']['Features'];
export type NewPlan = components['schemas']['NewPlan'];
export type Plan = components['schemas']['Plan'];
export type PlanPatch = components['schemas']['PlanPatch'];
export type PlanPage = components['schemas']['PlanPage'];
export type SubscriptionStatus = components['schemas']['SubscriptionStatus'];
export type NewSubscription = components['schemas']['NewSubscription'];
export type Subscription = components['schemas']['Subscription'];
export type SubscriptionPatch = components['schemas']['SubscriptionPatch'];
export type SubscriptionTransition = components['schemas']['SubscriptionTransition'];
export type SubscriptionPage = components['schemas']['SubscriptionPage'];
export type ContractStatus = components['schemas']['ContractStatus'];
export type ContractNote = components['schemas']['ContractNote'];
export type NewContract = components['schemas']['NewContract'];
export type Contract = components['schemas']['Contract'];
export type ContractPatch = components['schemas']['ContractPatch'];
export type ContractTransition = components['schemas']['ContractTransition'];
export type ContractPage = components['schemas']['ContractPage'];
export type OrderStatus = components['schemas']['OrderStatus'];
export type Contact = components['schemas']['Contact'];
export type Window = components['schemas']['Window'];
export type Stop = components['schemas']['Stop'];
export type OrderLine = components['schemas']['OrderLine'];
export type Metadata = components['schemas']['Metadata'];
export type NewOrder = components['schemas']['NewOrder'];
export type OrderPatch = components['schemas']['OrderPatch'];
export type StopPatch = components['schemas']['StopPatch'];
export type ReviewReason = components['schemas']['ReviewReason'];
export type OrderIssue = components['schemas']['OrderIssue'];
export type OrderAlternative = components['schemas']['OrderAlternative'];
export type Proof = components['schemas']['Proof'];
export type TimelineEntry = components['schemas']['TimelineEntry'];
export type Order = components['schemas']['Order'];
export type OrderRow = components['schemas']['OrderRow'];
export type StopRow = components['schemas']['StopRow'];
export type OrderPage = components['schemas']['OrderPage'];
export type Transition = components['schemas']['Transition'];
export type OrderEvent = components['schemas']['OrderEvent'];
export type EventType = components['schemas']['EventType'];
export type OrderEventPage = components['schemas']['OrderEventPage'];
export type BulkOrders = components['schemas']['BulkOrders'];
export type BulkTransition = components['schemas']['BulkTransition'];
export type BulkOrdersResult = components['schemas']['BulkOrdersResult'];
export type DocumentKind = components['schemas']['DocumentKind'];
export type DocumentForm = components['schemas']['DocumentForm'];
export type Document = components['schemas']['Document'];
export type DocumentPage = components['schemas']['DocumentPage'];
export type Job = components['schemas']['Job'];
export type ImportReport = components['schemas']['ImportReport'];
export type ClientLogs = components['schemas']['ClientLogs'];
export type ClientLog = components['schemas']['ClientLog'];
export type ClientLogsReceipt = components['schemas']['ClientLogsReceipt'];
export type Position = components['schemas']['Position'];
export type PositionReport = components['schemas']['PositionReport'];
export type PositionReceipt = components['schemas']['PositionReceipt'];
export type Eta = components['schemas']['Eta'];
export type StreamPosition = components['schemas']['StreamPosition'];
export type GeofenceVisit = components['schemas']['GeofenceVisit'];
export type StaleAt = components['schemas']['StaleAt'];
export type TrackingSnapshot = components['schemas']['TrackingSnapshot'];
export type TrackedOrder = components['schemas']['TrackedOrder'];
export type ClientTracking = components['schemas']['ClientTracking'];
export type OnBoard = components['schemas']['OnBoard'];
export type BoardVehicle = components['schemas']['BoardVehicle'];
export type Board = components['schemas']['Board'];
export type Bbox = components['schemas']['Bbox'];
export type VehicleTracking = components['schemas']['VehicleTracking'];
export type Trail = components['schemas']['Trail'];
export type TrackingEvents = components['schemas']['TrackingEvents'];
export type LivePosition = components['schemas']['LivePosition'];
export type LiveOrderEvent = components['schemas']['LiveOrderEvent'];
export type NewDevice = components['schemas']['NewDevice'];
export type Device = components['schemas']['Device'];
export type DeviceWithKey = components['schemas']['DeviceWithKey'];
export type DevicePage = components['schemas']['DevicePage'];
export type ForeignPosition = components['schemas']['ForeignPosition'];
export type NewTrackingLink = components['schemas']['NewTrackingLink'];
export type TrackingLink = components['schemas']['TrackingLink'];
export type TrackingLinks = components['schemas']['TrackingLinks'];
export type PublicTracking = components['schemas']['PublicTracking'];
export type Probe = components['schemas']['Probe'];
export type FrameChannel = components['schemas']['FrameChannel'];
export type FrameEpoch = components['schemas']['FrameEpoch'];
export type FrameSeq = components['schemas']['FrameSeq'];
export type FramePosition = components['schemas']['FramePosition'];
export type FrameHello = components['schemas']['FrameHello'];
export type FrameToken = components['schemas']['FrameToken'];
export type FrameSub = components['schemas']['FrameSub'];
export type FrameUnsub = components['schemas']['FrameUnsub'];
export type FrameReplay = components['schemas']['FrameReplay'];
export type FrameReport = components['schemas']['FrameReport'];
export type FrameWelcome = components['schemas']['FrameWelcome'];
export type FrameSubscribed = components['schemas']['FrameSubscribed'];
export type FrameError = components['schemas']['FrameError'];
export type FrameEvt = components['schemas']['FrameEvt'];
export type FrameReset = components['schemas']['FrameReset'];
export type FramePing = components['schemas']['FramePing'];
export type FrameDrain = components['schemas']['FrameDrain'];
export type FrameReported = components['schemas']['FrameReported'];
export type ResponseBadRequest = components['responses']['BadRequest'];
export type ResponseUnauthenticated = components['responses']['Unauthenticated'];
export type ResponseForbidden = components['responses']['Forbidden'];
export type ResponseNotFound = components['responses']['NotFound'];
export type ResponseConflict = components['responses']['Conflict'];
export type ResponseGone = components['responses']['Gone'];
export type ResponsePreconditionFailed = components['responses']['PreconditionFailed'];
export type ResponsePayloadTooLarge = components['responses']['PayloadTooLarge'];
export type ResponseUnsupportedMediaType = components['responses']['UnsupportedMediaType'];
export type ResponseRangeNotSatisfiable = components['responses']['RangeNotSatisfiable'];
export type ResponseUnprocessable = components['responses']['Unprocessable'];
export type ResponsePreconditionRequired = components['responses']['PreconditionRequired'];
export type ResponseRateLimited = components['responses']['RateLimited'];
export type ResponseInternal = components['responses']['Internal'];
export type ResponseUnavailable = components['responses']['Unavailable'];
export type ResponseGatewayTimeout = components['responses']['GatewayTimeout'];
export type ResponseNotModified = components['responses']['NotModified'];
export type ParameterIdempotencyKey = components['parameters']['IdempotencyKey'];
export type ParameterIfMatch = components['parameters']['IfMatch'];
export type ParameterIfNoneMatch = components['parameters']['IfNoneMatch'];
export type ParameterLimit = components['parameters']['Limit'];
export type ParameterCursor = components['parameters']['Cursor'];
export type ParameterCount = components['parameters']['Count'];
export type ParameterFields = components['parameters']['Fields'];
export type ParameterOrderId = components['parameters']['OrderId'];
export type ParameterProductId = components['parameters']['ProductId'];
export type ParameterGridId = components['parameters']['GridId'];
export type ParameterClientId = components['parameters']['ClientId'];
export type ParameterCarrierId = components['parameters']['CarrierId'];
export type ParameterPlanId = components['parameters']['PlanId'];
export type ParameterSubscriptionId = components['parameters']['SubscriptionId'];
export type ParameterContractId = components['parameters']['ContractId'];
export type ParameterDocumentId = components['parameters']['DocumentId'];
export type ParameterJobId = components['parameters']['JobId'];
export type ParameterVehicleId = components['parameters']['VehicleId'];
export type ParameterDeviceId = components['parameters']['DeviceId'];
export type ParameterLinkId = components['parameters']['LinkId'];
export type HeaderETag = components['headers']['ETag'];
export type HeaderOrderVersion = components['headers']['OrderVersion'];
export type HeaderIdempotentReplayed = components['headers']['IdempotentReplayed'];
export type HeaderLocation = components['headers']['Location'];
export type HeaderContentRange = components['headers']['ContentRange'];
export type HeaderLink = components['headers']['Link'];
export type $defs = Record<string, never>;
export interface operations {
    readonly registerTenant: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "tenant": {
                 *         "slug": "rheinfracht",
                 *         "name": "Rheinfracht GmbH",
                 *         "timeZone": "Europe/Berlin",
                 *         "currency": "EUR",
                 *         "referencePrefix": "SYM"
                 *       },
                 *       "admin": {
                 *         "name": "Ada Admin",
                 *         "email": "ada@rheinfracht.example",
                 *         "password": "correct horse battery"
                 *       }
                 *     }
                 */
                readonly "application/json": components["schemas"]["Registration"];
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Registered"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly login: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "tenant": "rheinfracht",
                 *       "email": "ada@rheinfracht.example",
                 *       "password": "correct horse battery"
                 *     }
                 */
                readonly "application/json": components["schemas"]["SignIn"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Tokens"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly refreshTokens: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "refreshToken": "rt_0192f0c15a7e7c3b9a510d5c1f2a3b4c_9Jx0dGhpcyBpcyBub3QgYSByZWFsIHRva2VuIQ"
                 *     }
                 */
                readonly "application/json": components["schemas"]["Refresh"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Tokens"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly logout: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Done. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly listUsers: {
        readonly parameters: {
            readonly query?: {
                /** @description Rows per page. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description `next` or `prev` of an earlier page, unchanged. */
                readonly cursor?: components["parameters"]["Cursor"];
                /** @description Also count: `total`, capped at 10,000. */
                readonly count?: components["parameters"]["Count"];
                /** @description Members of a row to answer with, separated by commas; `id` is always there. */
                readonly fields?: components["parameters"]["Fields"];
                /** @description Only users of this role. */
                readonly role?: components["schemas"]["Role"];
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["UserPage"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly createUser: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Dora Dispatch",
                 *       "email": "dora@rheinfracht.example",
                 *       "password": "correct horse battery",
                 *       "role": "dispatcher"
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewUser"];
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["User"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getJwks: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Jwks"];
                };
            };
        };
    };
    readonly getTenant: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Tenant"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly amendTenant: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The weak tag of the version you saw, such as `W/"v7"`. `*` is accepted for a cancellation only.
                 * @example W/"v7"
                 */
                readonly "If-Match"?: components["parameters"]["IfMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "geofenceMetres": 300,
                 *       "autoMove": true
                 *     }
                 */
                readonly "application/merge-patch+json": components["schemas"]["TenantPatch"];
                /**
                 * @example {
                 *       "geofenceMetres": 300,
                 *       "autoMove": true
                 *     }
                 */
                readonly "application/json": components["schemas"]["TenantPatch"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Tenant"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["PreconditionFailed"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 428: components["responses"]["PreconditionRequired"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly listClients: {
        readonly parameters: {
            readonly query?: {
                /** @description Rows per page. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description `next` or `prev` of an earlier page, unchanged. */
                readonly cursor?: components["parameters"]["Cursor"];
                /** @description Also count: `total`, capped at 10,000. */
                readonly count?: components["parameters"]["Count"];
                /** @description Members of a row to answer with, separated by commas; `id` is always there. */
                readonly fields?: components["parameters"]["Fields"];
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ClientPage"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly createClient: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Elbwerk AG",
                 *       "email": "versand@elbwerk.example"
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewClient"];
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Client"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly bulkClients: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "create": {
                 *             "name": "Elbwerk AG"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["BulkClients"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BulkClientsResult"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getClient: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly clientId: components["parameters"]["ClientId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Client"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly amendClient: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The weak tag of the version you saw, such as `W/"v7"`. `*` is accepted for a cancellation only.
                 * @example W/"v7"
                 */
                readonly "If-Match"?: components["parameters"]["IfMatch"];
            };
            readonly path: {
                readonly clientId: components["parameters"]["ClientId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "phone": "+49 40 1234567"
                 *     }
                 */
                readonly "application/merge-patch+json": components["schemas"]["ClientPatch"];
                /**
                 * @example {
                 *       "phone": "+49 40 1234567"
                 *     }
                 */
                readonly "application/json": components["schemas"]["ClientPatch"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Client"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["PreconditionFailed"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 428: components["responses"]["PreconditionRequired"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly listProducts: {
        readonly parameters: {
            readonly query?: {
                /** @description Rows per page. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description `next` or `prev` of an earlier page, unchanged. */
                readonly cursor?: components["parameters"]["Cursor"];
                /** @description Also count: `total`, capped at 10,000. */
                readonly count?: components["parameters"]["Count"];
                /** @description Members of a row to answer with, separated by commas; `id` is always there. */
                readonly fields?: components["parameters"]["Fields"];
                /** @description Only products in this status; clients see active ones in any case. */
                readonly status?: "active" | "withdrawn";
                /** @description Only products of this transport type. */
                readonly transportType?: components["schemas"]["TransportType"];
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ProductPage"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly createProduct: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Euro pallet, groupage",
                 *       "transportType": "ltl",
                 *       "unit": "pallet",
                 *       "limits": {
                 *         "maxWeightGrams": 1200000
                 *       },
                 *       "proofRequired": "name"
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewProduct"];
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Product"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly bulkProducts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "create": {
                 *             "name": "Euro pallet, groupage",
                 *             "transportType": "ltl",
                 *             "unit": "pallet"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["BulkProducts"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BulkProductsResult"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly importProducts: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example name,transportType,unit
                 *     "Euro pallet, groupage",ltl,pallet
                 */
                readonly "text/csv": string;
            };
        };
        readonly responses: {
            /** @description Taken; the job does the rest. */
            readonly 202: {
                headers: {
                    readonly Location: components["headers"]["Location"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Job"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getProduct: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly productId: components["parameters"]["ProductId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Product"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly amendProduct: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The weak tag of the version you saw, such as `W/"v7"`. `*` is accepted for a cancellation only.
                 * @example W/"v7"
                 */
                readonly "If-Match"?: components["parameters"]["IfMatch"];
            };
            readonly path: {
                readonly productId: components["parameters"]["ProductId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "status": "withdrawn"
                 *     }
                 */
                readonly "application/merge-patch+json": components["schemas"]["ProductPatch"];
                /**
                 * @example {
                 *       "status": "withdrawn"
                 *     }
                 */
                readonly "application/json": components["schemas"]["ProductPatch"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Product"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["PreconditionFailed"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 428: components["responses"]["PreconditionRequired"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly listPricingGrids: {
        readonly parameters: {
            readonly query?: {
                /** @description Rows per page. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description `next` or `prev` of an earlier page, unchanged. */
                readonly cursor?: components["parameters"]["Cursor"];
                /** @description Also count: `total`, capped at 10,000. */
                readonly count?: components["parameters"]["Count"];
                /** @description Members of a row to answer with, separated by commas; `id` is always there. */
                readonly fields?: components["parameters"]["Fields"];
                /** @description Only grids of this transport type. */
                readonly transportType?: components["schemas"]["TransportType"];
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PricingGridPage"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly createPricingGrid: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewPricingGrid"];
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PricingGrid"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getPricingGrid: {
        readonly parameters: {
            readonly query?: {
                /** @description A version number; the newest by default. */
                readonly version?: components["schemas"]["Version"];
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly gridId: components["parameters"]["GridId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PricingGrid"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly addPricingGridVersion: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path: {
                readonly gridId: components["parameters"]["GridId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "application/json": components["schemas"]["NewGridVersion"];
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PricingGrid"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly createQuote: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "transportType": "ltl",
                 *       "lines": [
                 *         {
                 *           "weightGrams": 480000
                 *         }
                 *       ],
                 *       "pickup": {
                 *         "city": "Darmstadt",
                 *         "postcode": "64295",
                 *         "country": "DE",
                 *         "coordinates": [
                 *           8.6512,
                 *           49.8728
                 *         ]
                 *       },
                 *       "delivery": {
                 *         "city": "Frankfurt am Main",
                 *         "postcode": "60311",
                 *         "country": "DE",
                 *         "coordinates": [
                 *           8.6821,
                 *           50.1109
                 *         ]
                 *       }
                 *     }
                 */
                readonly "application/json": components["schemas"]["QuoteRequest"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Quote"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly listCarriers: {
        readonly parameters: {
            readonly query?: {
                /** @description Rows per page. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description `next` or `prev` of an earlier page, unchanged. */
                readonly cursor?: components["parameters"]["Cursor"];
                /** @description Also count: `total`, capped at 10,000. */
                readonly count?: components["parameters"]["Count"];
                /** @description Members of a row to answer with, separated by commas; `id` is always there. */
                readonly fields?: components["parameters"]["Fields"];
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["CarrierPage"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly createCarrier: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Main Spedition",
                 *       "citiesCovered": [
                 *         "Darmstadt",
                 *         "Frankfurt am Main"
                 *       ],
                 *       "transportTypes": [
                 *         "ltl",
                 *         "express"
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewCarrier"];
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Carrier"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly bulkCarriers: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "create": {
                 *             "name": "Main Spedition",
                 *             "citiesCovered": [
                 *               "Darmstadt"
                 *             ],
                 *             "transportTypes": [
                 *               "ltl"
                 *             ]
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["BulkCarriers"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BulkCarriersResult"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getCarrier: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly carrierId: components["parameters"]["CarrierId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Carrier"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly amendCarrier: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The weak tag of the version you saw, such as `W/"v7"`. `*` is accepted for a cancellation only.
                 * @example W/"v7"
                 */
                readonly "If-Match"?: components["parameters"]["IfMatch"];
            };
            readonly path: {
                readonly carrierId: components["parameters"]["CarrierId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "active": false
                 *     }
                 */
                readonly "application/merge-patch+json": components["schemas"]["CarrierPatch"];
                /**
                 * @example {
                 *       "active": false
                 *     }
                 */
                readonly "application/json": components["schemas"]["CarrierPatch"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Carrier"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["PreconditionFailed"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 428: components["responses"]["PreconditionRequired"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly listVehicles: {
        readonly parameters: {
            readonly query?: {
                /** @description Rows per page. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description `next` or `prev` of an earlier page, unchanged. */
                readonly cursor?: components["parameters"]["Cursor"];
                /** @description Also count: `total`, capped at 10,000. */
                readonly count?: components["parameters"]["Count"];
                /** @description Members of a row to answer with, separated by commas; `id` is always there. */
                readonly fields?: components["parameters"]["Fields"];
                /** @description Only vehicles of this carrier. */
                readonly carrierId?: components["schemas"]["CarrierId"];
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["VehiclePage"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly createVehicle: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "carrierId": "car_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c",
                 *       "plate": "DA-RF 471",
                 *       "transportTypes": [
                 *         "ltl"
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewVehicle"];
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Vehicle"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly bulkVehicles: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "create": {
                 *             "carrierId": "car_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c",
                 *             "plate": "DA-RF 471",
                 *             "transportTypes": [
                 *               "ltl"
                 *             ]
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["BulkVehicles"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BulkVehiclesResult"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getVehicle: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly vehicleId: components["parameters"]["VehicleId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Vehicle"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly amendVehicle: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The weak tag of the version you saw, such as `W/"v7"`. `*` is accepted for a cancellation only.
                 * @example W/"v7"
                 */
                readonly "If-Match"?: components["parameters"]["IfMatch"];
            };
            readonly path: {
                readonly vehicleId: components["parameters"]["VehicleId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "plate": "DA-RF 472"
                 *     }
                 */
                readonly "application/merge-patch+json": components["schemas"]["VehiclePatch"];
                /**
                 * @example {
                 *       "plate": "DA-RF 472"
                 *     }
                 */
                readonly "application/json": components["schemas"]["VehiclePatch"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Vehicle"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["PreconditionFailed"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 428: components["responses"]["PreconditionRequired"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly listPlans: {
        readonly parameters: {
            readonly query?: {
                /** @description Rows per page. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description `next` or `prev` of an earlier page, unchanged. */
                readonly cursor?: components["parameters"]["Cursor"];
                /** @description Also count: `total`, capped at 10,000. */
                readonly count?: components["parameters"]["Count"];
                /** @description Members of a row to answer with, separated by commas; `id` is always there. */
                readonly fields?: components["parameters"]["Fields"];
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PlanPage"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly createPlan: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "name": "Business",
                 *       "price": {
                 *         "amount": 4900,
                 *         "currency": "EUR"
                 *       },
                 *       "monthlyOrders": 200,
                 *       "keyRequestsPerMinute": 100,
                 *       "features": [
                 *         "live-tracking"
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewPlan"];
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Plan"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getPlan: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly planId: components["parameters"]["PlanId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Plan"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly amendPlan: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The weak tag of the version you saw, such as `W/"v7"`. `*` is accepted for a cancellation only.
                 * @example W/"v7"
                 */
                readonly "If-Match"?: components["parameters"]["IfMatch"];
            };
            readonly path: {
                readonly planId: components["parameters"]["PlanId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "monthlyOrders": 250
                 *     }
                 */
                readonly "application/merge-patch+json": components["schemas"]["PlanPatch"];
                /**
                 * @example {
                 *       "monthlyOrders": 250
                 *     }
                 */
                readonly "application/json": components["schemas"]["PlanPatch"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Plan"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["PreconditionFailed"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 428: components["responses"]["PreconditionRequired"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly listSubscriptions: {
        readonly parameters: {
            readonly query?: {
                /** @description Rows per page. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description `next` or `prev` of an earlier page, unchanged. */
                readonly cursor?: components["parameters"]["Cursor"];
                /** @description Also count: `total`, capped at 10,000. */
                readonly count?: components["parameters"]["Count"];
                /** @description Members of a row to answer with, separated by commas; `id` is always there. */
                readonly fields?: components["parameters"]["Fields"];
                /** @description Only subscriptions of this client. */
                readonly clientId?: components["schemas"]["ClientId"];
                /** @description Only subscriptions in this status. */
                readonly status?: components["schemas"]["SubscriptionStatus"];
                /** @description Only subscriptions to this plan. */
                readonly planId?: components["schemas"]["PlanId"];
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["SubscriptionPage"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly createSubscription: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "clientId": "cli_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c",
                 *       "planId": "pln_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c"
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewSubscription"];
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Subscription"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getSubscription: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly subscriptionId: components["parameters"]["SubscriptionId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Subscription"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly amendSubscription: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The weak tag of the version you saw, such as `W/"v7"`. `*` is accepted for a cancellation only.
                 * @example W/"v7"
                 */
                readonly "If-Match"?: components["parameters"]["IfMatch"];
            };
            readonly path: {
                readonly subscriptionId: components["parameters"]["SubscriptionId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "trialEndsAt": "2026-12-31T23:00:00.000Z"
                 *     }
                 */
                readonly "application/merge-patch+json": components["schemas"]["SubscriptionPatch"];
                /**
                 * @example {
                 *       "trialEndsAt": "2026-12-31T23:00:00.000Z"
                 *     }
                 */
                readonly "application/json": components["schemas"]["SubscriptionPatch"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Subscription"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["PreconditionFailed"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 428: components["responses"]["PreconditionRequired"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly moveSubscription: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The weak tag of the version you saw, such as `W/"v7"`. `*` is accepted for a cancellation only.
                 * @example W/"v7"
                 */
                readonly "If-Match"?: components["parameters"]["IfMatch"];
            };
            readonly path: {
                readonly subscriptionId: components["parameters"]["SubscriptionId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "to": "active"
                 *     }
                 */
                readonly "application/json": components["schemas"]["SubscriptionTransition"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Subscription"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["PreconditionFailed"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 428: components["responses"]["PreconditionRequired"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly listContracts: {
        readonly parameters: {
            readonly query?: {
                /** @description Rows per page. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description `next` or `prev` of an earlier page, unchanged. */
                readonly cursor?: components["parameters"]["Cursor"];
                /** @description Also count: `total`, capped at 10,000. */
                readonly count?: components["parameters"]["Count"];
                /** @description Members of a row to answer with, separated by commas; `id` is always there. */
                readonly fields?: components["parameters"]["Fields"];
                /** @description Only contracts with this client. */
                readonly clientId?: components["schemas"]["ClientId"];
                /** @description Only contracts with this carrier. */
                readonly carrierId?: components["schemas"]["CarrierId"];
                /** @description Only contracts in this status. */
                readonly status?: components["schemas"]["ContractStatus"];
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ContractPage"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly createContract: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "clientId": "cli_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c",
                 *       "transportType": "ltl",
                 *       "gridId": "grd_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c",
                 *       "validFrom": "2026-12-01T00:00:00.000Z"
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewContract"];
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Contract"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getContract: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly contractId: components["parameters"]["ContractId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Contract"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly amendContract: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The weak tag of the version you saw, such as `W/"v7"`. `*` is accepted for a cancellation only.
                 * @example W/"v7"
                 */
                readonly "If-Match"?: components["parameters"]["IfMatch"];
            };
            readonly path: {
                readonly contractId: components["parameters"]["ContractId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "validTo": "2027-12-31T23:00:00.000Z"
                 *     }
                 */
                readonly "application/merge-patch+json": components["schemas"]["ContractPatch"];
                /**
                 * @example {
                 *       "validTo": "2027-12-31T23:00:00.000Z"
                 *     }
                 */
                readonly "application/json": components["schemas"]["ContractPatch"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Contract"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["PreconditionFailed"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 428: components["responses"]["PreconditionRequired"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly moveContract: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The weak tag of the version you saw, such as `W/"v7"`. `*` is accepted for a cancellation only.
                 * @example W/"v7"
                 */
                readonly "If-Match"?: components["parameters"]["IfMatch"];
            };
            readonly path: {
                readonly contractId: components["parameters"]["ContractId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "to": "active"
                 *     }
                 */
                readonly "application/json": components["schemas"]["ContractTransition"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Contract"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["PreconditionFailed"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 428: components["responses"]["PreconditionRequired"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly listOrders: {
        readonly parameters: {
            readonly query?: {
                /** @description Rows per page. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description `next` or `prev` of an earlier page, unchanged. */
                readonly cursor?: components["parameters"]["Cursor"];
                /** @description Also count: `total`, capped at 10,000. */
                readonly count?: components["parameters"]["Count"];
                /** @description Members of a row to answer with, separated by commas; `id` is always there. */
                readonly fields?: components["parameters"]["Fields"];
                /** @description Only orders in this status. */
                readonly status?: components["schemas"]["OrderStatus"];
                /** @description Only orders of this client. */
                readonly clientId?: components["schemas"]["ClientId"];
                /** @description Only orders assigned to this carrier. */
                readonly carrierId?: components["schemas"]["CarrierId"];
                /** @description Only orders of this transport type. */
                readonly transportType?: components["schemas"]["TransportType"];
                /** @description Only orders picked up in this city; marks and case do not count. */
                readonly pickupCity?: components["schemas"]["City"];
                /** @description Only orders delivered to this city; marks and case do not count. */
                readonly deliveryCity?: components["schemas"]["City"];
                /** @description The order of this reference. */
                readonly reference?: string;
                /** @description `longitude,latitude,metres`: picked up or delivered within so many metres, at most 50,000. Sorted in memory, therefore refused above 1,000 matches. */
                readonly near?: string;
                /** @description Created at or after; may go with every other filter. */
                readonly createdFrom?: components["schemas"]["Instant"];
                /** @description Created before; may go with every other filter. */
                readonly createdTo?: components["schemas"]["Instant"];
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OrderPage"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly placeOrder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "clientId": "cli_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c",
                 *       "transportType": "ltl",
                 *       "lines": [
                 *         {
                 *           "productId": "prd_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c",
                 *           "quantity": 2,
                 *           "weightGrams": 480000
                 *         }
                 *       ],
                 *       "pickup": {
                 *         "name": "Elbwerk AG",
                 *         "address": "Rheinstrasse 99",
                 *         "city": "Darmstadt",
                 *         "postcode": "64295",
                 *         "country": "DE",
                 *         "coordinates": [
                 *           8.6512,
                 *           49.8728
                 *         ],
                 *         "window": {
                 *           "from": "2026-11-23T07:00:00.000Z",
                 *           "to": "2026-11-23T09:00:00.000Z",
                 *           "zone": "Europe/Berlin"
                 *         }
                 *       },
                 *       "delivery": {
                 *         "name": "Messe Frankfurt, Tor Nord",
                 *         "address": "Ludwig-Erhard-Anlage 1",
                 *         "city": "Frankfurt am Main",
                 *         "postcode": "60327",
                 *         "country": "DE",
                 *         "coordinates": [
                 *           8.6473,
                 *           50.1117
                 *         ],
                 *         "window": {
                 *           "from": "2026-11-23T09:00:00.000Z",
                 *           "to": "2026-11-23T12:00:00.000Z",
                 *           "zone": "Europe/Berlin"
                 *         },
                 *         "contact": {
                 *           "name": "Greta Empfang",
                 *           "email": "greta@messe.example"
                 *         }
                 *       }
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewOrder"];
            };
        };
        readonly responses: {
            /** @description The order as it is now; it had been placed before. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Order-Version": components["headers"]["OrderVersion"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Order"];
                };
            };
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Order-Version": components["headers"]["OrderVersion"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Order"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly bulkOrders: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "items": [
                 *         {
                 *           "transition": {
                 *             "orderId": "0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c",
                 *             "version": 1,
                 *             "to": "accepted"
                 *           }
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["BulkOrders"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["BulkOrdersResult"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getOrder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Order-Version": components["headers"]["OrderVersion"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Order"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly amendOrder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The weak tag of the version you saw, such as `W/"v7"`. `*` is accepted for a cancellation only.
                 * @example W/"v7"
                 */
                readonly "If-Match"?: components["parameters"]["IfMatch"];
            };
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "instructions": "Ring twice, the yard is behind the house."
                 *     }
                 */
                readonly "application/merge-patch+json": components["schemas"]["OrderPatch"];
                /**
                 * @example {
                 *       "instructions": "Ring twice, the yard is behind the house."
                 *     }
                 */
                readonly "application/json": components["schemas"]["OrderPatch"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Order-Version": components["headers"]["OrderVersion"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Order"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["PreconditionFailed"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 428: components["responses"]["PreconditionRequired"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly moveOrder: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
                /**
                 * @description The weak tag of the version you saw, such as `W/"v7"`. `*` is accepted for a cancellation only.
                 * @example W/"v7"
                 */
                readonly "If-Match"?: components["parameters"]["IfMatch"];
            };
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "to": "accepted"
                 *     }
                 */
                readonly "application/json": components["schemas"]["Transition"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly "Order-Version": components["headers"]["OrderVersion"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Order"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 412: components["responses"]["PreconditionFailed"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 428: components["responses"]["PreconditionRequired"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly listOrderEvents: {
        readonly parameters: {
            readonly query?: {
                /** @description Rows per page. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description `next` or `prev` of an earlier page, unchanged. */
                readonly cursor?: components["parameters"]["Cursor"];
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["OrderEventPage"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly listDocuments: {
        readonly parameters: {
            readonly query?: {
                /** @description Rows per page. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description `next` or `prev` of an earlier page, unchanged. */
                readonly cursor?: components["parameters"]["Cursor"];
                /** @description Also count: `total`, capped at 10,000. */
                readonly count?: components["parameters"]["Count"];
                /** @description Members of a row to answer with, separated by commas; `id` is always there. */
                readonly fields?: components["parameters"]["Fields"];
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DocumentPage"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly uploadDocument: {
        readonly parameters: {
            readonly query?: {
                /** @description What it is; of a form its field `kind` counts. */
                readonly kind?: components["schemas"]["DocumentKind"];
            };
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                readonly "multipart/form-data": components["schemas"]["DocumentForm"];
                readonly "image/jpeg": string;
                readonly "image/png": string;
                readonly "image/webp": string;
                readonly "application/pdf": string;
            };
        };
        readonly responses: {
            /** @description It had been stored before. */
            readonly 200: {
                headers: {
                    readonly "Order-Version": components["headers"]["OrderVersion"];
                    readonly Location: components["headers"]["Location"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Document"];
                };
            };
            /** @description Stored. 200 when it had been before. */
            readonly 201: {
                headers: {
                    readonly "Order-Version": components["headers"]["OrderVersion"];
                    readonly Location: components["headers"]["Location"];
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Document"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getDocument: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly documentId: components["parameters"]["DocumentId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Document"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly downloadDocument: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
                /** @description One range, such as `bytes=0-1023`; others are answered whole. */
                readonly Range?: string;
                /** @description The tag you hold; the range counts only while it stands. */
                readonly "If-Range"?: string;
            };
            readonly path: {
                readonly documentId: components["parameters"]["DocumentId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The bytes. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "image/jpeg": string;
                    readonly "image/png": string;
                    readonly "image/webp": string;
                    readonly "application/pdf": string;
                };
            };
            /** @description The part asked for. */
            readonly 206: {
                headers: {
                    readonly "Content-Range": components["headers"]["ContentRange"];
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "image/jpeg": string;
                    readonly "image/png": string;
                    readonly "image/webp": string;
                    readonly "application/pdf": string;
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 416: components["responses"]["RangeNotSatisfiable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getJob: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly jobId: components["parameters"]["JobId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Job"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly reportPositions: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "points": [
                 *         {
                 *           "deviceTime": "2026-11-21T08:30:00.000Z",
                 *           "coordinates": [
                 *             8.595176,
                 *             49.843994
                 *           ],
                 *           "speedKmh": 62,
                 *           "accuracyMetres": 5
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["PositionReport"];
            };
        };
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PositionReceipt"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getTracking: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TrackingSnapshot"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getTrail: {
        readonly parameters: {
            readonly query?: {
                /** @description The earliest device time; by default the beginning of what may be seen, at most 48 hours before `to`. */
                readonly from?: components["schemas"]["Instant"];
                /** @description The latest device time; by default now. */
                readonly to?: components["schemas"]["Instant"];
                /** @description How far the line may be from the points that were left out; 0 leaves out none. By default as little as keeps the line below 1,000 points. */
                readonly toleranceMetres?: number;
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Trail"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getVehicleTracking: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly vehicleId: components["parameters"]["VehicleId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["VehicleTracking"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getVehicleTrail: {
        readonly parameters: {
            readonly query?: {
                /** @description The earliest device time; by default the beginning of what may be seen, at most 48 hours before `to`. */
                readonly from?: components["schemas"]["Instant"];
                /** @description The latest device time; by default now. */
                readonly to?: components["schemas"]["Instant"];
                /** @description How far the line may be from the points that were left out; 0 leaves out none. By default as little as keeps the line below 1,000 points. */
                readonly toleranceMetres?: number;
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly vehicleId: components["parameters"]["VehicleId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Trail"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getClientTracking: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly clientId: components["parameters"]["ClientId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ClientTracking"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getBoard: {
        readonly parameters: {
            readonly query: {
                /** @description West, south, east, north in degrees (GeoJSON order); west may be greater than east where the box crosses 180°. */
                readonly bbox: components["schemas"]["Bbox"];
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Board"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly streamTracking: {
        readonly parameters: {
            readonly query: {
                /** @description Channels to watch; repeat the parameter for more than one. */
                readonly ch: readonly components["schemas"]["FrameChannel"][];
            };
            readonly header?: {
                /** @description The `id` of the last message you have handled. */
                readonly "Last-Event-ID"?: string;
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description The events, until the token ends. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/event-stream": string;
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly pollTracking: {
        readonly parameters: {
            readonly query: {
                /** @description Channels to watch; repeat the parameter for more than one. */
                readonly ch: readonly components["schemas"]["FrameChannel"][];
                /** @description The `cursor` of the answer before. */
                readonly after?: string;
                /** @description Seconds. */
                readonly wait?: number;
            };
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TrackingEvents"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly listDevices: {
        readonly parameters: {
            readonly query?: {
                /** @description Rows per page. */
                readonly limit?: components["parameters"]["Limit"];
                /** @description `next` or `prev` of an earlier page, unchanged. */
                readonly cursor?: components["parameters"]["Cursor"];
                /** @description Also count: `total`, capped at 10,000. */
                readonly count?: components["parameters"]["Count"];
                /** @description Members of a row to answer with, separated by commas; `id` is always there. */
                readonly fields?: components["parameters"]["Fields"];
                /** @description Only devices of this vehicle. */
                readonly vehicleId?: components["schemas"]["VehicleId"];
            };
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly Link: components["headers"]["Link"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DevicePage"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly createDevice: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "vehicleId": "veh_0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c",
                 *       "name": "Phone of Dana"
                 *     }
                 */
                readonly "application/json": components["schemas"]["NewDevice"];
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DeviceWithKey"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly removeDevice: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly deviceId: components["parameters"]["DeviceId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Removed. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly rotateDeviceKey: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly deviceId: components["parameters"]["DeviceId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["DeviceWithKey"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly ingestOsmandQuery: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Taken; no content. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly ingestOsmand: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "device_id": "dk_0192f0c15a7e7c3b9a510d5c1f2a3b4c_9Jx0dGhpcyBpcyBub3QgYSByZWFsIHRva2VuIQ",
                 *       "location": {
                 *         "timestamp": "2026-11-21T08:30:00.000Z",
                 *         "coords": {
                 *           "latitude": 49.843994,
                 *           "longitude": 8.595176,
                 *           "speed": 17.2,
                 *           "heading": 12,
                 *           "accuracy": 5,
                 *           "altitude": 140
                 *         },
                 *         "battery": {
                 *           "level": 0.8
                 *         }
                 *       }
                 *     }
                 */
                readonly "application/json": components["schemas"]["ForeignPosition"];
                readonly "application/x-www-form-urlencoded": components["schemas"]["ForeignPosition"];
            };
        };
        readonly responses: {
            /** @description Taken; no content. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly ingestOwntracks: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "_type": "location",
                 *       "lat": 49.843994,
                 *       "lon": 8.595176,
                 *       "tst": 1795249800,
                 *       "vel": 62,
                 *       "cog": 12,
                 *       "acc": 5,
                 *       "alt": 140,
                 *       "batt": 80
                 *     }
                 */
                readonly "application/json": components["schemas"]["ForeignPosition"];
            };
        };
        readonly responses: {
            /** @description Taken. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": readonly Record<string, never>[];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly listTrackingLinks: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /** @description The tag you hold; 304 when it still stands. */
                readonly "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly ETag: components["headers"]["ETag"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TrackingLinks"];
                };
            };
            readonly 304: components["responses"]["NotModified"];
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly createTrackingLink: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: {
                /**
                 * @description A UUID made by the caller, the same for every attempt of one request. Bare or quoted. Echoed in every answer.
                 * @example 0192f0c1-5a7e-7c3b-9a51-0d5c1f2a3b4c
                 */
                readonly "Idempotency-Key"?: components["parameters"]["IdempotencyKey"];
            };
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /** @example {} */
                readonly "application/json": components["schemas"]["NewTrackingLink"];
            };
        };
        readonly responses: {
            /** @description Made. */
            readonly 201: {
                headers: {
                    readonly "Idempotent-Replayed": components["headers"]["IdempotentReplayed"];
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["TrackingLink"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 409: components["responses"]["Conflict"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 422: components["responses"]["Unprocessable"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly revokeTrackingLink: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly orderId: components["parameters"]["OrderId"];
                readonly linkId: components["parameters"]["LinkId"];
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description Revoked. */
            readonly 204: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content?: never;
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 404: components["responses"]["NotFound"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getPublicTracking: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                /** @description The link's secret. */
                readonly token: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["PublicTracking"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 404: components["responses"]["NotFound"];
            readonly 410: components["responses"]["Gone"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly addClientLogs: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody: {
            readonly content: {
                /**
                 * @example {
                 *       "entries": [
                 *         {
                 *           "at": "2026-11-21T08:30:00.000Z",
                 *           "code": "connection_failed",
                 *           "operation": "orders.list",
                 *           "path": "/transport-orders",
                 *           "durationMs": 31250,
                 *           "sdk": "0.1.0"
                 *         }
                 *       ]
                 *     }
                 */
                readonly "application/json": components["schemas"]["ClientLogs"];
            };
        };
        readonly responses: {
            /** @description Taken. */
            readonly 202: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["ClientLogsReceipt"];
                };
            };
            readonly 400: components["responses"]["BadRequest"];
            readonly 401: components["responses"]["Unauthenticated"];
            readonly 403: components["responses"]["Forbidden"];
            readonly 413: components["responses"]["PayloadTooLarge"];
            readonly 415: components["responses"]["UnsupportedMediaType"];
            readonly 429: components["responses"]["RateLimited"];
            readonly 500: components["responses"]["Internal"];
            readonly 503: components["responses"]["Unavailable"];
            readonly 504: components["responses"]["GatewayTimeout"];
        };
    };
    readonly getLive: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Probe"];
                };
            };
        };
    };
    readonly getReady: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Probe"];
                };
            };
            /** @description Not now. */
            readonly 503: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Probe"];
                };
            };
        };
    };
    readonly getHealth: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path?: never;
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "application/json": components["schemas"]["Probe"];
                };
            };
        };
    };
    readonly getErrorPage: {
        readonly parameters: {
            readonly query?: never;
            readonly header?: never;
            readonly path: {
                readonly code: string;
            };
            readonly cookie?: never;
        };
        readonly requestBody?: never;
        readonly responses: {
            /** @description As asked. */
            readonly 200: {
                headers: {
                    readonly [name: string]: unknown;
                };
                content: {
                    readonly "text/html": string;
                };
            };
            readonly 404: components["responses"]["NotFound"];
        };
    };
}
