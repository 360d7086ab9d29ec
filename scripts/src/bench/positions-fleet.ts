import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Reporter } from './positions-clients.ts';

const TENANTS = 8;
const VEHICLES_EACH = 10;
const PASSWORD = randomBytes(12).toString('hex');

/** What is read of an answer, whichever it is. */
type Made = { id: string; key: string; accessToken: string; tokens: { accessToken: string } };

/** Somebody's calls, from an address of his own: his limits are not what is measured, so he waits as he is told. */
const caller = (url: string, address: string, token?: string) => {
  const call = async (path: string, body: object): Promise<Made> => {
    const answer = await send(path, body);
    const waitSeconds = answer.status === 429 ? Number(answer.headers.get('retry-after')) : 0;
    if (waitSeconds > 0) {
      await wait(waitSeconds * 1_000);
      return call(path, body);
    }
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${text}`);
    return JSON.parse(text) as Made;
  };
  const send = (path: string, body: object) =>
    fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-forwarded-for': address,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      body: JSON.stringify(body),
    });
  return call;
};

/** Eight tenants with ten vehicles each: one person reports for the first of them, and a device in each. */
export async function givenFleet(url: string): Promise<{ people: Reporter[]; devices: Reporter[] }> {
  const [people, devices]: [Reporter[], Reporter[]] = [[], []];
  for (let n = 0; n < TENANTS; n++) {
    const address = `10.0.0.${n + 1}`;
    const slug = `bench-${randomBytes(5).toString('hex')}`;
    const anybody = caller(url, address);
    const admin = { name: 'Ada', email: 'ada@bench.example', password: PASSWORD };
    const { tokens } = await anybody('/auth/register', { tenant: { slug, name: 'Rheinfracht' }, admin });
    const make = caller(url, address, tokens.accessToken);
    const carrier = { name: 'Main Kurier', citiesCovered: ['Darmstadt'], transportTypes: ['ltl'] };
    const { id: carrierId } = await make('/carriers', carrier);
    const person = { name: 'Dana', email: 'dana@bench.example', password: PASSWORD };
    await make('/users', { ...person, role: 'carrier', carrierId });
    const signedIn = await anybody('/auth/login', { tenant: slug, email: person.email, password: PASSWORD });
    for (let v = 0; v < VEHICLES_EACH; v++) {
      const { id: vehicleId } = await make('/vehicles', { carrierId, plate: `DA ${n} ${v}`, transportTypes: ['ltl'] });
      if (v === 0) people.push({ vehicleId, secret: signedIn.accessToken });
      const device = await make('/tracking/devices', { vehicleId, name: `Phone ${v}` });
      devices.push({ vehicleId, secret: device.key });
    }
  }
  return { people, devices };
}
