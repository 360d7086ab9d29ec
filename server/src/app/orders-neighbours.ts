import type { AuthApi } from '../features/auth/index.ts';
import type { CarriersApi } from '../features/carriers/index.ts';
import type { CatalogApi } from '../features/catalog/index.ts';
import type { ClientsApi } from '../features/clients/index.ts';
import type { DocumentsApi } from '../features/documents/index.ts';
import type { OrdersNeighbours, Quoted } from '../features/orders/index.ts';
import type { PlansApi } from '../features/plans/index.ts';
import type { Priced, PricingApi } from '../features/pricing/index.ts';
import type { TenantsRepo } from '../features/tenants/index.ts';

export interface Doors {
  readonly auth: AuthApi;
  readonly tenants: TenantsRepo;
  readonly clients: ClientsApi;
  readonly catalog: CatalogApi;
  readonly pricing: PricingApi;
  readonly carriers: CarriersApi;
  readonly plans: PlansApi;
  /** From the floor above: proofs of delivery are documents. */
  readonly documents: Pick<DocumentsApi, 'unknownProofs' | 'erase'>;
  readonly now: () => Date;
}

/** What orders may ask of the floors below, each question through its feature's door. */
export function ordersNeighbours({
  auth,
  tenants,
  clients,
  catalog,
  pricing,
  carriers,
  plans,
  documents,
  now,
}: Doors): OrdersNeighbours {
  return {
    products: async (ctx, ids) =>
      (
        await catalog.resolveLines(
          ctx,
          ids.map((productId) => ({ productId })),
        )
      ).products,
    clientExists: clients.exists,
    quote: async (ctx, request) => quoted(await pricing.quote(ctx, { ...request, at: now() })),
    async requote(ctx, version, request) {
      const found = await pricing.requote(ctx, version, { ...request, at: now() });
      return found && { ...found, quoted: quoted(found.quote) };
    },
    carrierCost: (ctx, carrierId, request) => pricing.cost(ctx, { ...request, carrierId, at: now() }),
    countOrder: plans.countOrder,
    admits: (ctx, { count, ...order }) =>
      plans.admits(ctx, { ...order, ...(count === undefined ? {} : { count: { number: count } }) }),
    async carrier(ctx, id) {
      const carrier = await carriers.getCarrier(ctx, id);
      return carrier && { ...carrier, covers: (city) => carriers.covers(carrier, city) };
    },
    vehicleOwner: async (ctx, id) => (await carriers.getVehicle(ctx, id))?.carrierId,
    async driverEmployer(ctx, id) {
      const user = await auth.user(ctx, id);
      return user?.role === 'driver' ? user.carrierId : undefined;
    },
    referencePrefix: async (ctx) => (await tenants.byId(ctx.tenantId))?.referencePrefix ?? 'SYM',
    unknownProofs: documents.unknownProofs,
    eraseDocuments: documents.erase,
    cityKey: pricing.cityKey,
  };
}

const quoted = (priced: Priced): Quoted => (priced.ok ? { ok: true, price: priced.price } : priced);
