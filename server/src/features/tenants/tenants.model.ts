/** A freight company: everything else belongs to one. */
export interface Tenant {
  /** `ten_<uuidv7>`; the document's key. */
  readonly _id: string;
  readonly slug: string;
  readonly name: string;
  /** IANA zone: reports and months are counted in it. */
  readonly timeZone: string;
  readonly currency: string;
  readonly locale: string;
  readonly referencePrefix: string;
  /** How long a quote holds after its grid version has ended, in days. */
  readonly priceHoldDays: number;
  /** Radius of the places of pick-up and delivery in which a vehicle counts as there. */
  readonly geofenceMetres: number;
  /** Whether a vehicle that leaves the pick-up moves its order from picked up to in transit. */
  readonly autoMove: boolean;
  /** How long positions are kept. */
  readonly retentionDays: number;
  /** Counts changes of the settings. */
  readonly version: number;
  readonly createdAt: Date;
}

/** Settings that came later than the first tenants; who has none of his own has these. */
const LATER_SETTINGS = { geofenceMetres: 200, autoMove: false, retentionDays: 30, version: 1 } as const;

/** A tenant as it was stored, perhaps before it could have all of its settings. */
export type StoredTenant = Omit<Tenant, keyof typeof LATER_SETTINGS> & Partial<Tenant>;

/** The tenant with every setting it has by now. */
export const withSettings = (stored: StoredTenant): Tenant => ({ ...LATER_SETTINGS, ...stored });

export interface NewTenant {
  readonly slug: string;
  readonly name: string;
  readonly timeZone?: string;
  readonly currency?: string;
  readonly locale?: string;
  readonly referencePrefix?: string;
}

/** Whether the zone exists in this runtime's copy of the IANA database. */
export function isTimeZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A tenant with the defaults of the product. */
export function newTenant(id: string, input: NewTenant, now: Date): Tenant {
  return withSettings({
    _id: id,
    slug: input.slug,
    name: input.name,
    timeZone: input.timeZone ?? 'UTC',
    currency: input.currency ?? 'EUR',
    locale: input.locale ?? 'en',
    referencePrefix: input.referencePrefix ?? 'SYM',
    priceHoldDays: 14,
    createdAt: now,
  });
}
