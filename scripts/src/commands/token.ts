import { parseArgs } from 'node:util';
import type { User } from '../../../server/src/features/auth/index.ts';
import { ROLES } from '../../../server/src/platform/http/context.ts';
import { allOf, createCalls, operatorCtx } from './calls.ts';
import { type Command, EXIT, Misuse, Refusal, say } from './command.ts';
import { type OpenedApp, openApp, stderrLog } from './open-app.ts';

/** Opens a session for somebody who exists, without a password. Who may read the secrets of the server may do this anyway. */
export const token: Command = {
  summary: 'token: a signed-in session for tests and people',
  usage: [
    ['token --tenant <slug> --email <e-mail>', 'access and refresh token of this user'],
    ['token --tenant <slug> --role <role>', `of the newest user with this role (${ROLES.join(', ')})`],
    ['… --json', 'the answer of a sign-in, for scripts'],
  ],
  async run(args) {
    const text = { type: 'string' } as const;
    const { values } = parseArgs({
      args: [...args],
      options: { tenant: text, email: text, role: text, json: { type: 'boolean' } },
    });
    const { tenant: slug, email, role } = values;
    if (!slug || (!email && !role))
      throw new Misuse('Say whose token: --tenant <slug> with --email <e-mail> or --role <role>.');

    const opened = openApp();
    try {
      await opened.start();
      const { auth, tenants } = opened.app.doors;
      const tenant = await tenants.bySlug(slug);
      if (!tenant)
        throw new Refusal(`There is no tenant with the slug ${slug} (npm run ops -- demo --apply makes demo).`);
      const ctx = operatorCtx(stderrLog, tenant._id);
      const user = await auth.userByEmail(ctx, email ?? (await emailOfRole(opened, tenant._id, role ?? '')));
      if (!user) throw new Refusal(`Nobody in ${slug} has the address ${email}.`);
      if (role && user.role !== role) throw new Refusal(`${user.email} is ${user.role}, not ${role}.`);

      const session = await auth.openSession(ctx, user);
      if (values.json) say(JSON.stringify(session));
      else show(user, session);
      return EXIT.ok;
    } finally {
      await opened.close();
    }
  },
};

async function emailOfRole({ app }: OpenedApp, tenantId: string, role: string): Promise<string> {
  const known = ROLES.find((one) => one === role);
  if (!known) throw new Misuse(`There is no role ${role}: say ${ROLES.join(', ')}.`);
  const calls = createCalls(app, () => operatorCtx(stderrLog, tenantId));
  const [newest] = await allOf<{ email: string }>(calls, 'listUsers', { role: known });
  if (!newest) throw new Refusal(`Nobody in this tenant is ${role}.`);
  return newest.email;
}

function show(
  user: User,
  { accessToken, refreshToken, expiresAt }: { accessToken: string; refreshToken: string; expiresAt: string },
): void {
  say(`${user.name} <${user.email}>, ${user.role}`);
  say(`access token, until ${expiresAt}:`);
  say(accessToken);
  say('refresh token, 30 days from its last use:');
  say(refreshToken);
}
