/** The part of the table of limits that says who may ask how often; `limits.ts` puts it together. */
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** One bucket of requests: `limit` units per window; `id` is its name in keys and in the `RateLimit` headers. */
export interface RateBucket {
  readonly id: string;
  readonly limit: number;
  readonly windowMs: number;
}

/** Who may ask how often. Each bucket is counted in exactly one place. */
export const rate = {
  /** An address without a valid token; somebody signed in is counted by who he is. */
  address: { id: 'address', limit: 100, windowMs: 15 * MINUTE },
  /** Failed sign-ins from one address; successes are not counted. */
  signInAddress: { id: 'sign-in-address', limit: 5, windowMs: 15 * MINUTE },
  /** Failed sign-ins on one account, from wherever they come. */
  signInAccount: { id: 'sign-in-account', limit: 5, windowMs: 15 * MINUTE },
  /** Registrations from one address, successes counted. */
  registration: { id: 'registration', limit: 5, windowMs: 15 * MINUTE },
  /** A signed-in person. */
  user: { id: 'user', limit: 60, windowMs: MINUTE },
  /** An API key or OAuth client, unless the client's plan says another number. */
  apiKey: { id: 'api-key', limit: 100, windowMs: MINUTE },
  /** Any identity at once: a window of a minute alone lets twice its limit through at its edge. */
  burst: { id: 'burst', limit: 20, windowMs: SECOND },
  /** Weighted units of a whole tenant, unless its tier says another number. */
  tenant: { id: 'tenant', limit: 6_000, windowMs: MINUTE },
  /** Placing orders, per identity: a bucket of its own, never fed from and never blocked by the others. */
  submit: { id: 'submit', limit: 120, windowMs: MINUTE },
  /** Placing orders, per tenant. */
  submitTenant: { id: 'submit-tenant', limit: 1_200, windowMs: MINUTE },
  /** Placing orders with one API key: at most half of its tenant's bucket, so that one integration cannot take it all. */
  submitKey: { id: 'submit-key', limit: 600, windowMs: MINUTE },
  /** Reports of positions, per device or person: each one may hold many points. A bucket of its own, as orders have. */
  report: { id: 'report', limit: 600, windowMs: MINUTE },
  /** Reports of positions, per tenant. */
  reportTenant: { id: 'report-tenant', limit: 60_000, windowMs: MINUTE },
  /** Calls with one tracking link, from wherever: some fifty people who look at the same delivery. */
  link: { id: 'link', limit: 300, windowMs: MINUTE },
  /** Calls with tracking links of one tenant. */
  linkTenant: { id: 'link-tenant', limit: 30_000, windowMs: MINUTE },
  /** Items of bulks, per identity: at most half of what its tenant may place, so that single orders always find room. */
  bulk: { id: 'bulk', limit: 600, windowMs: MINUTE },
} as const satisfies Record<string, RateBucket>;

/** What a request costs its tenant, in units; a batch costs the sum of its items. */
export const cost = {
  read: 1,
  /** A read answered from cache; the same tenth counts for the user. */
  cachedRead: 0.1,
  list: 5,
  write: 10,
  export: 100,
} as const;

/** How the counting itself behaves. */
export const rateCounting = {
  /** Instances to share a limit among while Redis is away and each counts in its own memory. */
  expectedInstances: 2,
  /** Keys a process counts in memory while Redis is away; the least used are forgotten first. */
  localKeys: 50_000,
  /** IPv6 callers own whole networks: addresses are counted by their first 56 bits. */
  ipv6PrefixBits: 56,
} as const;
