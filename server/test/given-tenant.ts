import { randomBytes, randomInt } from 'node:crypto';
import { newTenant, type Tenant } from '../src/features/tenants/index.ts';
import { newId } from '../src/platform/db/new-id.ts';
import { deadlineIn, type MemberRole } from '../src/platform/http/context.ts';
import { type Caller, caller } from './caller.ts';
import type { TestApp } from './test-app.ts';

/** A person of the tenant, ready to call the API. */
export interface Person extends Caller {
  readonly userId: string;
  readonly email: string;
  readonly refreshToken: string;
}

export interface GivenTenant {
  readonly id: string;
  readonly slug: string;
  /** An address of this test alone, so that limits stay on and nobody is in anybody's way. */
  readonly address: string;
  readonly admin: Person;
  readonly dispatcher: Person;
  /** Adds somebody; clients and carriers need whom they belong to. */
  person(role: MemberRole, belongs?: { clientId?: string; carrierId?: string }): Promise<Person>;
  /** Somebody without a token, at this test's address. */
  readonly anybody: Caller;
}

/** The password of every person given; hashing one for each would cost more than the test. */
export const PASSWORD = 'correct horse battery';

/** An address nobody else calls from. */
export const anAddress = (): string => `10.${randomInt(256)}.${randomInt(256)}.${randomInt(1, 255)}`;

/** A fresh tenant with an admin and a dispatcher, made below the API because that is not what the test is about. */
export async function givenTenant(app: TestApp, settings: Partial<Tenant> = {}): Promise<GivenTenant> {
  const made = newTenant(
    newId('ten'),
    { slug: `t-${randomBytes(6).toString('hex')}`, name: 'Testfracht', timeZone: 'Europe/Berlin', currency: 'EUR' },
    new Date(),
  );
  const tenant = { ...made, ...settings };
  await app.doors.tenants.insert(tenant);
  const address = anAddress();
  const ctx = () => ({ tenantId: tenant._id, deadline: deadlineIn(10_000) });

  const person: GivenTenant['person'] = async (role, belongs = {}) => {
    const id = newId('usr');
    const user = {
      _id: `${tenant._id}:${id}`,
      tenantId: tenant._id,
      id,
      name: `${role} of ${tenant.slug}`,
      email: `${id}@test.example`,
      passwordHash: await passwordHash(),
      role,
      ...belongs,
      createdAt: new Date(),
    };
    await app.doors.auth.insertUser(ctx(), user);
    const tokens = await app.doors.auth.openSession(ctx(), user);
    return {
      ...caller(app.url, { address, token: tokens.accessToken }),
      userId: id,
      email: user.email,
      refreshToken: tokens.refreshToken,
    };
  };
  return {
    id: tenant._id,
    slug: tenant.slug,
    address,
    admin: await person('admin'),
    dispatcher: await person('dispatcher'),
    person,
    anybody: caller(app.url, { address }),
  };
}

let hash: Promise<string> | undefined;
async function passwordHash(): Promise<string> {
  const { hashPassword } = await import('../src/platform/security/password.ts');
  hash ??= hashPassword(PASSWORD);
  return hash;
}
