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
  readonly createdAt: Date;
}

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
  return {
    _id: id,
    slug: input.slug,
    name: input.name,
    timeZone: input.timeZone ?? 'UTC',
    currency: input.currency ?? 'EUR',
    locale: input.locale ?? 'en',
    referencePrefix: input.referencePrefix ?? 'SYM',
    priceHoldDays: 14,
    createdAt: now,
  };
}
