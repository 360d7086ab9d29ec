/** Somebody who has something to do at times. */
export interface Rider {
  /** Does what is due; answers in how many milliseconds it has something to do again. */
  visit(): number;
  /** Where it sits; the wheel's. */
  slot: number;
}

/**
 * One timer for all: pings, time-outs and token ends of tens of thousands of sockets, each of which would hold two or
 * three timers of its own. It counts its own ticks, so a process that was stopped for a minute does not find everybody
 * late at once: what the others said meanwhile is read first.
 */
export interface Wheel {
  /** Milliseconds of the wheel's own time. */
  now(): number;
  /** Visits a rider now, and from then on when it asked for; also one that has something to do earlier than it said. */
  ride(rider: Rider): void;
  leave(rider: Rider): void;
}

const SLOTS = 512;
/** The slot of who has left. */
export const NOWHERE = -1;

/** A wheel that turns every `tickMs` while somebody rides; farther times are looked at again after a turn. */
export function createWheel(tickMs: number): Wheel {
  const slots = Array.from({ length: SLOTS }, () => new Set<Rider>());
  let ticks = 0;
  let riders = 0;
  let timer: NodeJS.Timeout | undefined;

  function leave(rider: Rider): void {
    if (slots[rider.slot]?.delete(rider)) riders -= 1;
    rider.slot = NOWHERE;
    if (riders > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  function ride(rider: Rider): void {
    const inMs = rider.visit();
    leave(rider);
    const inTicks = Math.min(SLOTS - 1, Math.max(1, Math.ceil(inMs / tickMs)));
    rider.slot = (ticks + inTicks) % SLOTS;
    slots[rider.slot]?.add(rider);
    riders += 1;
    timer ??= setInterval(turn, tickMs).unref();
  }

  function turn(): void {
    ticks += 1;
    // Who rides again sits in another slot, so this ends; who left while others were visited is not in it any more.
    for (const rider of slots[ticks % SLOTS] ?? []) ride(rider);
  }

  return { now: () => ticks * tickMs, ride, leave };
}
