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
  const addresses = createCounts();
  const anonymous = createCounts();
  const subjects = createCounts();
  const tenants = createCounts();

  return {
    get anonymous() {
      return anonymous.total;
    },
    enter(address) {
      if (anonymous.of(address) >= limits.anonymousPerAddress) return undefined;
      if (addresses.of(address) >= limits.socketsPerAddress) return undefined;
      const held = [addresses.hold(address)];
      const leaveAnonymous = anonymous.hold(address);
      return {
        identify({ ctx, subjectKey }) {
          leaveAnonymous();
          const subject = `${ctx.tenantId}|${subjectKey}`;
          if (subjects.of(subject) >= limits.socketsPerSubject) return false;
          if (tenants.of(ctx.tenantId) >= limits.socketsPerTenant) return false;
          held.push(subjects.hold(subject), tenants.hold(ctx.tenantId));
          return true;
        },
        release() {
          leaveAnonymous();
          for (const letGo of held) letGo();
        },
      };
    },
  };
}

/** Numbers by name; a name that is back at 0 is forgotten. */
function createCounts() {
  const counts = new Map<string, number>();
  let total = 0;
  const add = (name: string, by: number) => {
    const next = (counts.get(name) ?? 0) + by;
    total += by;
    if (next === 0) counts.delete(name);
    else counts.set(name, next);
  };
  return {
    get total() {
      return total;
    },
    of: (name: string) => counts.get(name) ?? 0,
    /** Counts one more, until the answer is called; calling it again does nothing. */
    hold(name: string): () => void {
      let held = true;
      add(name, 1);
      return () => {
        if (held) add(name, -1);
        held = false;
      };
    },
  };
}
