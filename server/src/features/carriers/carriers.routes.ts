import { versionTag } from '../../platform/http/conditional.ts';
import { created, ok, type Routes } from '../../platform/http/operation.ts';
import { pageReply, presented } from '../../platform/http/page-reply.ts';
import { amendCarrier } from './amend-carrier.ts';
import { amendVehicle } from './amend-vehicle.ts';
import { bulkCarriers } from './bulk-carriers.ts';
import { bulkVehicles } from './bulk-vehicles.ts';
import type { CarriersDeps } from './carriers.deps.ts';
import { presentCarrier, presentVehicle } from './carriers.present.ts';
import { createCarrier } from './create-carrier.ts';
import { createVehicle } from './create-vehicle.ts';
import { getCarrier } from './get-carrier.ts';
import { getVehicle } from './get-vehicle.ts';
import { listCarriers } from './list-carriers.ts';
import { listVehicles } from './list-vehicles.ts';

const tag = ({ version }: { readonly version: number }) => ({ etag: versionTag(version) });

export const carriersRoutes = (deps: CarriersDeps) =>
  ({
    createCarrier: async (ctx, { body }) => {
      const carrier = await createCarrier(deps, ctx, body);
      return created(presentCarrier(ctx.actor, carrier), tag(carrier));
    },
    bulkCarriers: async (ctx, { body }) => ok(await bulkCarriers(deps, ctx, body)),
    listCarriers: async (ctx, { query }) =>
      pageReply(
        'listCarriers',
        query,
        presented(await listCarriers(deps, ctx, query), (carrier) => presentCarrier(ctx.actor, carrier)),
      ),
    getCarrier: async (ctx, { params }) => {
      const carrier = await getCarrier(deps, ctx, params.carrierId);
      return ok(presentCarrier(ctx.actor, carrier), tag(carrier));
    },
    amendCarrier: async (ctx, { params, body, ifMatch }) => {
      const carrier = await amendCarrier(deps, ctx, params.carrierId, { ifMatch, patch: body });
      return ok(presentCarrier(ctx.actor, carrier), tag(carrier));
    },
    createVehicle: async (ctx, { body }) => {
      const vehicle = await createVehicle(deps, ctx, body);
      return created(presentVehicle(vehicle), tag(vehicle));
    },
    bulkVehicles: async (ctx, { body }) => ok(await bulkVehicles(deps, ctx, body)),
    listVehicles: async (ctx, { query }) =>
      pageReply('listVehicles', query, presented(await listVehicles(deps, ctx, query), presentVehicle)),
    getVehicle: async (ctx, { params }) => {
      const vehicle = await getVehicle(deps, ctx, params.vehicleId);
      return ok(presentVehicle(vehicle), tag(vehicle));
    },
    amendVehicle: async (ctx, { params, body, ifMatch }) => {
      const vehicle = await amendVehicle(deps, ctx, params.vehicleId, { ifMatch, patch: body });
      return ok(presentVehicle(vehicle), tag(vehicle));
    },
  }) satisfies Routes;
