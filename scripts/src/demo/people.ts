import type { CarrierKey } from './carriers.ts';
import type { Keyed, NewClient, NewUser } from './shapes.ts';

/** The four clients. Their addresses end in `.example`, which no mail can ever leave for (RFC 2606). */
export const DEMO_CLIENTS = [
  {
    key: 'odenwald',
    body: {
      name: 'Odenwald Maschinenbau GmbH',
      email: 'versand@odenwald-maschinenbau.example',
      phone: '+49 6155 0000-10',
    },
  },
  {
    key: 'polder',
    body: { name: 'Polder Bloemen B.V.', email: 'logistiek@polder-bloemen.example', phone: '+31 183 000 010' },
  },
  {
    key: 'elbe-papier',
    body: { name: 'Elbe Papier GmbH', email: 'lager@elbe-papier.example', phone: '+49 34903 0000-10' },
  },
  {
    key: 'jura-feinkost',
    body: { name: 'Jura Feinkost AG', email: 'transport@jura-feinkost.example', phone: '+41 61 000 00 10' },
  },
] as const satisfies readonly Keyed<string, NewClient>[];

/** Names a client of the demo before the server has given it an id. */
export type ClientKey = (typeof DEMO_CLIENTS)[number]['key'];

/** Who they are depends on what they belong to, so ids come first. */
interface Belongs {
  readonly clientIds: Readonly<Record<ClientKey, string>>;
  readonly carrierIds: Readonly<Record<CarrierKey, string>>;
  /** One password for all of them, given by who sets the demo up. */
  readonly password: string;
}

const STAFF = [
  ['dispatcher-1', 'Jonas Petersen', 'jonas.petersen@rheinfracht.example'],
  ['dispatcher-2', 'Meltem Aydın', 'meltem.aydin@rheinfracht.example'],
] as const;

const BUYERS = [
  ['buyer-odenwald', 'Katrin Vogel', 'katrin.vogel@odenwald-maschinenbau.example', 'odenwald'],
  ['buyer-polder', 'Daan de Wit', 'daan.dewit@polder-bloemen.example', 'polder'],
  ['buyer-elbe-papier', 'Steffen Kühn', 'steffen.kuehn@elbe-papier.example', 'elbe-papier'],
  ['buyer-jura-feinkost', 'Aline Favre', 'aline.favre@jura-feinkost.example', 'jura-feinkost'],
] as const;

const CREWS = [
  ['office-main-kurier', 'carrier', 'Sabine Roth', 'sabine.roth@main-kurier.example', 'main-kurier'],
  ['office-delta', 'carrier', 'Marieke Smit', 'marieke.smit@delta-wegtransport.example', 'delta-wegtransport'],
  ['office-elbe-havel', 'carrier', 'Uwe Lehmann', 'uwe.lehmann@elbe-havel.example', 'elbe-havel'],
  ['office-rheintal', 'carrier', 'Céline Muller', 'celine.muller@rheintal-kuehl.example', 'rheintal-kuehl'],
  ['office-alpina', 'carrier', 'Reto Ammann', 'reto.ammann@alpina-cargo.example', 'alpina-cargo'],
  ['office-odra', 'carrier', 'Marta Nowak', 'marta.nowak@odra-trans.example', 'odra-trans'],
  ['driver-main-kurier', 'driver', 'Emre Yıldız', 'emre.yildiz@main-kurier.example', 'main-kurier'],
  ['driver-delta', 'driver', 'Pieter Bakker', 'pieter.bakker@delta-wegtransport.example', 'delta-wegtransport'],
  ['driver-elbe-havel', 'driver', 'Ralf Zimmermann', 'ralf.zimmermann@elbe-havel.example', 'elbe-havel'],
] as const satisfies readonly (readonly [string, 'carrier' | 'driver', string, string, CarrierKey])[];

/** Names a person of the demo before the server has given them an id. */
export type UserKey = (typeof STAFF)[number][0] | (typeof BUYERS)[number][0] | (typeof CREWS)[number][0];

/** Two dispatchers, one person for each client and each carrier's office, and three drivers; the admin comes with the tenant. */
export function demoUsers({ clientIds, carrierIds, password }: Belongs): Keyed<UserKey, NewUser>[] {
  return [
    ...STAFF.map(([key, name, email]) => ({ key, body: { name, email, password, role: 'dispatcher' as const } })),
    ...BUYERS.map(([key, name, email, client]) => ({
      key,
      body: { name, email, password, role: 'client' as const, clientId: clientIds[client] },
    })),
    ...CREWS.map(([key, role, name, email, carrier]) => ({
      key,
      body: { name, email, password, role, carrierId: carrierIds[carrier] },
    })),
  ];
}
