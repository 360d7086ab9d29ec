// Generated from openapi.yaml by `npm run gen`; do not edit.

/** Every operation with a place in the SDK: `group /base name:flags/rest …`. */
export const OPERATIONS: readonly string[] = [
  'auth /auth register:Pso/register login:Pso/login refresh:Pno/refresh logout:Pen/logout',
  'auth /users listUsers:Gp createUser:P',
  'tenant /tenant get:G amend:M',
  'clients /clients list:Gp create:P bulk:P/bulk get:G/* amend:M/*',
  'products /products list:Gpt create:P bulk:P/bulk import:Pv/import get:Gt/* amend:M/*',
  'pricing /pricing-grids listGrids:Gpu createGrid:P getGrid:Gu/* addGridVersion:P/*/versions',
  'pricing /quotes quote:Pn',
  'carriers /carriers list:Gpu create:P bulk:P/bulk get:Gu/* amend:M/*',
  'carriers /vehicles listVehicles:Gp createVehicle:P bulkVehicles:P/bulk getVehicle:G/* amendVehicle:M/*',
  'plans /plans list:Gpu create:P get:Gu/* amend:M/*',
  'subscriptions /subscriptions list:Gp create:P get:G/* amend:M/* transition:P/*/transitions',
  'contracts /contracts list:Gp create:P get:G/* amend:M/* transition:P/*/transitions',
  'orders /transport-orders list:Gp create:P bulk:P/bulk get:G/* amend:M/* transition:P/*/transitions events:Gp/*/events',
  'documents /transport-orders list:Gp/*/documents upload:Pf/*/documents',
  'documents /documents get:G/* download:Gx/*/content',
  'jobs /jobs get:G/*',
  'tracking /tracking report:Pn/positions snapshot:G/orders/* trail:G/orders/*/trail vehicle:G/vehicles/* vehicleTrail:G/vehicles/*/trail client:G/clients/* board:G/board listDevices:Gp/devices createDevice:Ps/devices removeDevice:D/devices/* rotateDeviceKey:Pes/devices/*/key',
  'tracking /transport-orders links:G/*/tracking-links createLink:P/*/tracking-links revokeLink:D/*/tracking-links/*',
  'tracking /public public:Go/tracking/{token}',
];
