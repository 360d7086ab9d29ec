import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { type CarrierKey, DEMO_CARRIERS } from '../demo/carriers.ts';
import { type ClientKey, DEMO_CLIENTS, demoUsers, type UserKey } from '../demo/people.ts';
import { demoTenant } from '../demo/tenant.ts';
import { type App, type Person, signIn } from './apps.ts';
import { registerTenant } from './own-tenant.ts';
import type { Print } from './print.ts';
import { isSymphoniaError } from './sdk.ts';
import { JourneyEnds } from './waiting.ts';

/** The people of the journey, in one tenant. */
export interface Cast {
  /** How somebody of the demo signs in. */
  person(key: UserKey): Person;
  readonly dispatcher: App;
}

/**
 * The demo tenant's people, where this clone knows their password and the server has them; else those of a new tenant that
 * is registered for this journey alone.
 */
export async function castFor(url: string, demoFile: string, print: Print): Promise<Cast> {
  const password = keptPassword(demoFile);
  const { tenant } = demoTenant('');
  if (password !== undefined) {
    const dispatcher = await signIn({ url }, personOf('dispatcher-1', tenant.slug, password)).catch(unlessUnknown);
    if (dispatcher) {
      print.line(`the demo tenant ${tenant.slug} (${tenant.name}), signed in as its dispatcher`);
      return { dispatcher, person: (key) => personOf(key, tenant.slug, password) };
    }
  }
  const slug = `journey-${randomBytes(4).toString('hex')}`;
  const own = randomBytes(12).toString('base64url');
  await registerTenant(url, slug, own).catch((error: unknown) => {
    if (!isSymphoniaError(error)) throw error;
    throw new JourneyEnds(`The demo tenant is not here, and no tenant could be registered: ${error.message}`);
  });
  print.line(`a tenant of its own, ${slug}, with the demo's people, products and prices`);
  return {
    dispatcher: await signIn({ url }, personOf('dispatcher-1', slug, own)),
    person: (key) => personOf(key, slug, own),
  };
}

/** Who somebody of the demo is: addresses do not depend on ids. */
export function personOf(key: UserKey, tenant: string, password: string): Person {
  const noIds = <K extends string>(rows: readonly { readonly key: K }[]) =>
    Object.fromEntries(rows.map((row) => [row.key, ''])) as Record<K, string>; // fromEntries forgets the keys
  const users = demoUsers({
    clientIds: noIds<ClientKey>(DEMO_CLIENTS),
    carrierIds: noIds<CarrierKey>(DEMO_CARRIERS),
    password,
  });
  const email = users.find((user) => user.key === key)?.body.email;
  if (email === undefined) throw new Error(`The demo has nobody called ${key}.`);
  return { tenant, email, password };
}

function keptPassword(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const { password } = JSON.parse(readFileSync(file, 'utf8')) as { password?: unknown }; // written by the command demo
  return typeof password === 'string' ? password : undefined;
}

/** A server that has no demo tenant, or one with another password, says so with 401. */
function unlessUnknown(error: unknown): undefined {
  if (isSymphoniaError(error) && error.code === 'invalid_credentials') return undefined;
  throw error;
}
