import type { AuthApi } from '../features/auth/index.ts';
import type { CarriersApi } from '../features/carriers/index.ts';
import { devicesFeature } from '../features/devices/index.ts';
import type { OrdersApi } from '../features/orders/index.ts';
import type { TenantsRepo } from '../features/tenants/index.ts';
import { trackingFeature } from '../features/tracking/index.ts';
import { trackingLinksFeature } from '../features/tracking-links/index.ts';
import type { Config } from '../platform/config/env.ts';
import type { Ctx } from '../platform/http/context.ts';
import { OPERATIONS } from '../platform/http/contract.gen.ts';
import type { Charge } from '../platform/http/run.ts';
import type { Metrics } from '../platform/observability/metrics.ts';
import type { Platform } from '../platform/platform.ts';
import type { Realtime } from '../platform/realtime/realtime.ts';

export interface TrackingSideDeps {
  readonly config: Pick<Config, 'appSecret' | 'publicUrl' | 'osrmUrl'>;
  readonly orders: OrdersApi;
  readonly carriers: CarriersApi;
  readonly tenants: TenantsRepo;
  readonly auth: Pick<AuthApi, 'verify' | 'revoke'>;
  readonly clientExists: (ctx: Ctx, clientId: string) => Promise<boolean>;
  readonly metrics: Pick<Metrics, 'route'>;
  /** Built after the features that it serves. */
  readonly realtime: () => Realtime;
  readonly charge: Charge;
}

/** What a tenant says of tracking where it is not there to be asked. */
const UNKNOWN = { geofenceMetres: 200, autoMove: false, retentionDays: 30 } as const;

/** The features about where things are: positions and channels, the devices that report, the links that show. */
export function trackingSide(platform: Platform, deps: TrackingSideDeps) {
  const { config, orders, carriers, tenants, auth, clientExists, metrics, realtime, charge } = deps;
  const settings = async ({ tenantId }: Pick<Ctx, 'tenantId'>) => (await tenants.byId(tenantId)) ?? UNKNOWN;
  const position: Realtime['position'] = (tenantId, channel) => realtime().position(tenantId, channel);

  const tracking = trackingFeature(platform, {
    orders,
    carriers,
    clientExists,
    publish: (tenantId, channel, message) => realtime().publish(tenantId, channel, message),
    position,
    recheck: (tenantId, channel) => realtime().recheck(tenantId, channel),
    settings,
    osrmUrl: config.osrmUrl,
    onRoute: metrics.route,
    // A report over a socket is charged as the same call over HTTP is, with an ordinary body: a frame is a smaller one.
    charge: (ctx) => charge(ctx, OPERATIONS.reportPositions, { 'content-length': '0' }),
    retentionDays: async (ctx) => (await settings(ctx)).retentionDays,
  });
  const devices = devicesFeature(platform, { carriers, ingest: tracking.api.ingest, publicUrl: config.publicUrl });
  const trackingLinks = trackingLinksFeature(platform, {
    appSecret: config.appSecret,
    publicUrl: config.publicUrl,
    orders,
    tenant: (ctx) => tenants.byId(ctx.tenantId),
    whereabouts: tracking.api.forRecipient,
    position,
    disconnect: auth.revoke,
  });
  return { tracking, devices, trackingLinks, verify: trackingLinks.api.orLink(auth.verify) };
}
