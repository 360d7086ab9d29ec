import type { RealtimeLimits } from './limits.ts';
import type { Session } from './types.ts';

/** One socket's place in the counts. */
export interface Place {
  /** Counts the socket for its identity instead of as an anonymous one; false when that identity or tenant has too many. */
  identify(session: Session): boolean;
  release(): void;
}

/** How many sockets an address, an identity and a tenant may have in this process. */
export interface Admission {
  /** A place for a socket of this address, unless it has too many, or too many that have not said who they are. */
  enter(address: string): Place | undefined;
  readonly anonymous: number;
}

/** Counts of this process only: the caps protect its memory, and the load balancer spreads the sockets. */
export function createAdmission(limits: RealtimeLimits): Admission {
  const counts: AllCounts = {
    ...{ addresses: createCounts(), anonymous: createCounts(), subjects: createCounts(), tenants: createCounts() },
  };
  return {
    get anonymous() {
      return counts.anonymous.total;
    },
    enter(address) {
      if (counts.anonymous.of(address) >= limits.anonymousPerAddress) return undefined;
      if (counts.addresses.of(address) >= limits.socketsPerAddress) return undefined;
      return new CountedPlace(address, counts, limits);
    },
  };
}

interface AllCounts {
  readonly addresses: Counts;
  readonly anonymous: Counts;
  readonly subjects: Counts;
  readonly tenants: Counts;
}

/** A class, because every socket has one. What it holds is let go once, however often it is asked. */
class CountedPlace implements Place {
  private readonly address: string;
  private readonly counts: AllCounts;
  private readonly limits: RealtimeLimits;
  private anonymous = true;
  private subject: string | undefined;
  private tenant = '';
  private released = false;

  constructor(address: string, counts: AllCounts, limits: RealtimeLimits) {
    this.address = address;
    this.counts = counts;
    this.limits = limits;
    counts.addresses.add(address, 1);
    counts.anonymous.add(address, 1);
  }

  identify({ ctx: { tenantId }, subjectKey }: Session): boolean {
    if (this.released) return false;
    this.leaveAnonymous();
    const { subjects, tenants } = this.counts;
    const subject = `${tenantId}|${subjectKey}`;
    if (subjects.of(subject) >= this.limits.socketsPerSubject) return false;
    if (tenants.of(tenantId) >= this.limits.socketsPerTenant) return false;
    subjects.add(subject, 1);
    tenants.add(tenantId, 1);
    this.subject = subject;
    this.tenant = tenantId;
    return true;
  }

  release(): void {
    if (this.released) return;
    this.released = true;
    this.leaveAnonymous();
    this.counts.addresses.add(this.address, -1);
    if (this.subject === undefined) return;
    this.counts.subjects.add(this.subject, -1);
    this.counts.tenants.add(this.tenant, -1);
  }

  private leaveAnonymous(): void {
    if (this.anonymous) this.counts.anonymous.add(this.address, -1);
    this.anonymous = false;
  }
}

interface Counts {
  readonly total: number;
  of(name: string): number;
  add(name: string, by: 1 | -1): void;
}

/** Numbers by name; a name that is back at 0 is forgotten. */
function createCounts(): Counts {
  const counts = new Map<string, number>();
  let total = 0;
  return {
    get total() {
      return total;
    },
    of: (name) => counts.get(name) ?? 0,
    add(name, by) {
      const next = (counts.get(name) ?? 0) + by;
      total += by;
      if (next === 0) counts.delete(name);
      else counts.set(name, next);
    },
  };
}
