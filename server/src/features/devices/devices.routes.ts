import type { Reply, Routes } from '../../platform/http/operation.ts';
import { created, noContent, ok } from '../../platform/http/operation.ts';
import { pageReply, presented } from '../../platform/http/page-reply.ts';
import { createDevice } from './create-device.ts';
import type { DevicesDeps } from './devices.deps.ts';
import { presentDevice, presentKeyed } from './devices.present.ts';
import { ingestForeign } from './ingest-foreign.ts';
import { listDevices } from './list-devices.ts';
import { readOsmand } from './read-osmand.ts';
import { readOwntracks } from './read-owntracks.ts';
import { removeDevice } from './remove-device.ts';
import { rotateDeviceKey } from './rotate-device-key.ts';

/** 200 without content: what the apps take for stored. */
const taken: Reply<undefined> = { status: 200, contentType: 'text/plain' };

export const devicesRoutes = (deps: DevicesDeps) =>
  ({
    createDevice: async (ctx, { body }) => created(presentKeyed(await createDevice(deps, ctx, body), deps.publicUrl)),
    listDevices: async (ctx, { query }) =>
      pageReply('listDevices', query, presented(await listDevices(deps, ctx, query), presentDevice)),
    removeDevice: async (ctx, { params }) => {
      await removeDevice(deps, ctx, params.deviceId);
      return noContent();
    },
    rotateDeviceKey: async (ctx, { params }) =>
      ok(presentKeyed(await rotateDeviceKey(deps, ctx, params.deviceId), deps.publicUrl)),
    ingestOsmandQuery: async (ctx, { query }) => {
      await ingestForeign(deps, ctx, readOsmand(query, undefined, deps.now()));
      return taken;
    },
    ingestOsmand: async (ctx, { query, body }) => {
      await ingestForeign(deps, ctx, readOsmand(query, body, deps.now()));
      return taken;
    },
    ingestOwntracks: async (ctx, { body }) => {
      await ingestForeign(deps, ctx, readOwntracks(body, deps.now()));
      return ok([]);
    },
  }) satisfies Routes;
