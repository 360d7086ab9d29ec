import { givenTenant } from '../../../test/given-tenant.ts';
import type { TestApp } from '../../../test/test-app.ts';
import { readingPlatform } from '../../platform/platform.fixtures.ts';
import { type PlansFeature, plansFeature } from './index.ts';
import { aNewPlan } from './plans.fixtures.ts';

/** A tenant with one client and one plan, made through the API, and what a test does with them. */
export async function givenPlan(app: TestApp, fields: object = {}, settings: Parameters<typeof givenTenant>[1] = {}) {
  const tenant = await givenTenant(app, settings);
  const { admin } = tenant;
  const made = async (path: string, body: object) => {
    const answer = await admin.post(path, body);
    if (answer.status !== 201) throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  };
  const aClient = async (): Promise<string> => (await made('/clients', { name: 'Odenwald Maschinenbau GmbH' })).id;
  const aPlan = (more: object = {}) => made('/plans', { ...aNewPlan(), ...more });
  const clientId = await aClient();
  const plan = await aPlan(fields);
  const version = (of: { version: number }) => ({ 'If-Match': `W/"v${of.version}"` });
  return {
    tenant,
    admin,
    clientId,
    plan,
    aClient,
    aPlan,
    /** Somebody of the client. */
    person: (of = clientId) => tenant.person('client', { clientId: of }),
    subscribe: (body: object = {}) => admin.post('/subscriptions', { clientId, planId: plan.id, ...body }),
    amend: (of: { id: string; version: number }, patch: object) =>
      admin.patch(`/subscriptions/${of.id}`, patch, version(of)),
    move: (of: { id: string; version: number }, to: string, reason?: string) =>
      admin.post(`/subscriptions/${of.id}/transitions`, { to, ...(reason ? { reason } : {}) }, version(of)),
    amendPlan: (of: { id: string; version: number }, patch: object) =>
      admin.patch(`/plans/${of.id}`, patch, version(of)),
  };
}

/** The feature's door, as another process would open it on the same database. */
export function plansDoor(app: Pick<TestApp, 'mongo' | 'doors'>): PlansFeature {
  return plansFeature(readingPlatform(app.mongo), {
    clientExists: async () => true,
    timeZone: async ({ tenantId }) => (await app.doors.tenants.byId(tenantId))?.timeZone ?? 'UTC',
    nudge: () => {},
  });
}
