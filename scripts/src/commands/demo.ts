import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { demoTenant } from '../demo/tenant.ts';
import { anonCtx, createCalls, operatorCtx } from './calls.ts';
import { type Command, EXIT, progress, say } from './command.ts';
import { completeDemo } from './demo/complete.ts';
import { keepPassword, keptPassword, newPassword } from './demo/password.ts';
import { signIns } from './demo/sign-ins.ts';
import { type OpenedApp, openApp, stderrLog } from './open-app.ts';

/** Below the folder it is called in, which npm makes the project's. */
const KEPT_IN = join('.data', 'demo.json');
const MADE_REPORT_EVERY = 20;

/** The demo tenant, made by the operations everybody uses. */
export const demo: Command = {
  summary: 'demo: the tenant demo (Rheinfracht) with its people, products, prices and carriers',
  usage: [
    ['demo', 'what is there and what is not; 2 when something is not'],
    ['demo --apply', 'makes what is not there and says how to sign in'],
    ['demo --apply --password <password>', 'with this password instead of a new one, which is kept in .data/demo.json'],
  ],
  async run(args) {
    const { values } = parseArgs({
      args: [...args],
      options: { apply: { type: 'boolean' }, password: { type: 'string' } },
    });
    // Whoever sits at this machine may found a tenant where strangers may not.
    const opened = openApp({ registrationOpen: true });
    try {
      await opened.start();
      return await makeDemo(opened, {
        apply: values.apply ?? false,
        ...(values.password ? { password: values.password } : {}),
      });
    } finally {
      await opened.close();
    }
  },
};

async function makeDemo({ app }: OpenedApp, options: { apply: boolean; password?: string }): Promise<number> {
  const { slug } = demoTenant('').tenant;
  const password = options.password ?? keptPassword(KEPT_IN) ?? newPassword();
  let tenant = await app.doors.tenants.bySlug(slug);
  if (!tenant) {
    if (!options.apply) {
      say(`The tenant ${slug} is not there. Nothing was changed; add --apply to make it.`);
      return EXIT.drift;
    }
    keepPassword(KEPT_IN, password); // first: a tenant whose password nobody knows would be of no use
    await createCalls(app, () => anonCtx(stderrLog))('registerTenant', { body: demoTenant(password) });
    tenant = await app.doors.tenants.bySlug(slug);
    if (!tenant) throw new Error('The tenant was registered and is not there.');
  }
  const tenantId = tenant._id;

  let made = 0;
  const calls = createCalls(app, () => operatorCtx(stderrLog, tenantId));
  const onMade = (what: string) => {
    made += 1;
    if (made % MADE_REPORT_EVERY === 0) progress(`  ${made} made, last ${what}`);
  };
  const report = await completeDemo(calls, { password, apply: options.apply, onMade });
  const absent = report.reduce((sum, kind) => sum + kind.absent, 0);
  if (absent > 0 && !options.apply) {
    for (const kind of report) say(`  ${kind.what}: ${kind.there} there, ${kind.absent} not`);
    say('Nothing was changed; add --apply to make the rest.');
    return EXIT.drift;
  }
  for (const line of await signIns(app, tenantId, password)) say(line);
  return EXIT.ok;
}
