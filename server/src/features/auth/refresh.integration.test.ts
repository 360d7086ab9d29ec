import { describe, expect, it } from 'vitest';
import { caller } from '../../../test/caller.ts';
import { anAddress, givenTenant, type Person } from '../../../test/given-tenant.ts';
import { expectProblem } from '../../../test/problems.ts';
import { testApp } from '../../../test/test-app.ts';

/** How far the application's clock is ahead of ours. */
let aheadMs = 0;
const app = await testApp({}, { now: () => new Date(Date.now() + aheadMs) });

const refresh = (refreshToken: string) =>
  caller(app.url, { address: anAddress() }).post('/auth/refresh', { refreshToken });
const tokensOf = async (token: string) =>
  (await refresh(token)).body as { accessToken: string; refreshToken: string; sessionId: string };
const with_ = (token: string) => caller(app.url, { address: anAddress(), token });

async function given(): Promise<{ admin: Person; slug: string }> {
  aheadMs = 0;
  return givenTenant(app);
}

describe('a refresh token', () => {
  it('gives a new pair of the same session, and the new one goes on', async () => {
    const { admin } = await given();
    const first = await refresh(admin.refreshToken);
    expect(first).toMatchObject({ status: 200, body: { sub: admin.userId, role: 'admin' } });
    expect(first.body.refreshToken).not.toBe(admin.refreshToken);
    const second = await tokensOf(first.body.refreshToken as string);
    expect(second.sessionId).toBe(first.body.sessionId);
    expect((await with_(second.accessToken).get('/users')).status).toBe(200);
  });

  it('gives the same successor for a minute, to two tabs and to a lost answer', async () => {
    const { admin } = await given();
    const [one, two] = await Promise.all([tokensOf(admin.refreshToken), tokensOf(admin.refreshToken)]);
    aheadMs = 59_000;
    const late = await tokensOf(admin.refreshToken);
    expect([two.refreshToken, late.refreshToken]).toEqual([one.refreshToken, one.refreshToken]);
  });

  it('gives the same successor to twenty at the same moment', async () => {
    const { admin } = await given();
    const all = await Promise.all(Array.from({ length: 20 }, () => refresh(admin.refreshToken)));
    expect([...new Set(all.map(({ status }) => status))]).toEqual([200]);
    expect(new Set(all.map((answer) => answer.body.refreshToken as string)).size).toBe(1);
  });

  it('used again after that minute ends the session, with the tokens of whoever has them', async () => {
    const { admin } = await given();
    const next = await tokensOf(admin.refreshToken);
    aheadMs = 61_000;
    expectProblem(await refresh(admin.refreshToken), 401, 'refresh_token_invalid');
    expectProblem(await refresh(next.refreshToken), 401, 'refresh_token_invalid');
    expectProblem(await with_(next.accessToken).get('/users'), 401, 'unauthenticated');
    expectProblem(await admin.get('/users'), 401, 'unauthenticated');
  });

  it('two generations old ends the session at once', async () => {
    const { admin } = await given();
    const last = await tokensOf((await tokensOf(admin.refreshToken)).refreshToken);
    expectProblem(await refresh(admin.refreshToken), 401, 'refresh_token_invalid');
    expectProblem(await with_(last.accessToken).get('/users'), 401, 'unauthenticated');
  });

  it('ends with its session after thirty days', async () => {
    const { admin } = await given();
    aheadMs = 30 * 24 * 3_600_000 + 1_000;
    expectProblem(await refresh(admin.refreshToken), 401, 'refresh_token_invalid');
  });

  it('is refused when it was changed, made up or given another tenant, and ends nobody’s session', async () => {
    const { admin } = await given();
    const other = await givenTenant(app);
    const [kind, , secret] = admin.refreshToken.split('_');
    const [, otherTenant] = other.admin.refreshToken.split('_');
    const changed = `${admin.refreshToken.slice(0, -2)}${admin.refreshToken.endsWith('AA') ? 'BB' : 'AA'}`;
    const newer = admin.refreshToken.replace('.1.', '.2.');
    for (const token of [changed, newer, `${kind}_${otherTenant}_${secret}`, 'rt_'.padEnd(60, 'x')])
      expectProblem(await refresh(token), 401, 'refresh_token_invalid');
    expect((await refresh(admin.refreshToken)).status).toBe(200);
  });

  it('is no access token, and an access token no refresh token', async () => {
    const { admin } = await given();
    expectProblem(await with_(admin.refreshToken).get('/users'), 401, 'unauthenticated');
    expect((await refresh((admin.token ?? '').slice(0, 200))).status).toBe(401);
  });

  it('is not stood in the way of by an access token that has ended', async () => {
    const { admin } = await given();
    expect((await admin.get('/users')).status).toBe(200); // known as good from now on, until it ends
    aheadMs = 11 * 60_000;
    expectProblem(await admin.get('/users'), 401, 'unauthenticated');
    expect((await with_(admin.token ?? '').post('/auth/refresh', { refreshToken: admin.refreshToken })).status).toBe(
      200,
    );
  });
});
