import type { App } from '../../../../server/src/app.ts';
import { verifyPassword } from '../../../../server/src/platform/security/password.ts';
import { DEMO_CARRIERS } from '../../demo/carriers.ts';
import { DEMO_CLIENTS, demoUsers, type UserKey } from '../../demo/people.ts';
import { demoTenant } from '../../demo/tenant.ts';
import { operatorCtx } from '../calls.ts';
import { stderrLog } from '../open-app.ts';
import { idsByKey } from './complete.ts';

/** One of each kind; the others are in the list of users. */
const SHOWN: readonly (readonly [role: string, key: UserKey])[] = [
  ['dispatcher', 'dispatcher-1'],
  ['client', 'buyer-odenwald'],
  ['carrier', 'office-main-kurier'],
  ['driver', 'driver-main-kurier'],
];

/** Who can sign in, and with what, line by line. A password that is not this database's is not shown as if it were. */
export async function signIns(app: Pick<App, 'doors'>, tenantId: string, password: string): Promise<string[]> {
  const { admin, tenant } = demoTenant(password);
  const none = new Map<string, string>(); // addresses do not depend on whom people belong to
  const users = demoUsers({
    clientIds: idsByKey(DEMO_CLIENTS, none),
    carrierIds: idsByKey(DEMO_CARRIERS, none),
    password,
  });
  const emails = new Map(users.map(({ key, body }) => [key, body.email]));
  const stored = await app.doors.auth.userByEmail(operatorCtx(stderrLog, tenantId), admin.email);
  const right = await verifyPassword(password, stored?.passwordHash);
  const row = (name: string, value: string) => `  ${name.padEnd(11)} ${value}`;
  return [
    `demo tenant: ${tenant.slug} (${tenant.name})`,
    row('admin', admin.email),
    ...SHOWN.map(([role, key]) => row(role, emails.get(key) ?? '')),
    row(
      'password',
      right ? password : 'chosen when the tenant was made, not kept here; npm run ops -- token works without it',
    ),
  ];
}
