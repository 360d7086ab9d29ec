/** One thing that was done with an order. */
export interface FakeCommand {
  /** Its `Idempotency-Key`. */
  readonly key: string;
  /** `create`, `amend`, or the status it was moved to. */
  readonly what: string;
  /** RFC 3339. */
  readonly at?: string;
  /** SHA-256 of its body. */
  readonly hash?: string;
  /** As it was given. */
  readonly reason?: string;
}

/** Why an order waits in review. */
export interface FakeIssue {
  /** `price_changed`, `product_withdrawn`, … */
  readonly code: string;
  /** Into the order. */
  readonly pointer?: string;
  /** For people. */
  readonly message?: string;
}

/** What the server offers instead of an order that it cannot honour. */
export type FakeAlternative = {
  /** By which it is accepted. */
  readonly id: string;
  /** What the order costs then. */
  readonly price?: object;
  readonly [member: string]: unknown;
};

/** An order as the fake keeps it. */
export interface FakeOrder {
  /** The one it was submitted with. */
  readonly id: string;
  /** Who placed it: `tenant|user`. */
  readonly owner: string;
  /** SHA-256 of what was sent. */
  readonly hash: string;
  /** Of which client. */
  readonly clientId?: string;
  /** Grows with each change. */
  version: number;
  /** `placed`, `review`, … */
  status: string;
  /** As it was sent, with all amendments. */
  body: Record<string, unknown>;
  /** Why it waits in review. */
  issues?: readonly FakeIssue[];
  /** What it could be instead. */
  alternative?: FakeAlternative | undefined;
  /** Keys of what was done, in order: the create's, then each command's. */
  readonly log: FakeCommand[];
}

/** What a business rule says to an order that is well-formed. */
export type Verdict =
  | { readonly status?: string; readonly issues?: readonly FakeIssue[]; readonly alternative?: FakeAlternative }
  | { readonly problem: readonly [status: number, code: string] };
