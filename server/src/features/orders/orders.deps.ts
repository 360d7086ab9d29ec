import type { Pager } from '../../platform/db/page.ts';
import type { EventLog } from '../../platform/events/event-log.ts';
import type { OrdersNeighbours } from './neighbours.ts';
import type { OneAtATime } from './one-at-a-time.ts';
import type { OrdersRepo } from './orders.repo.ts';
import type { References } from './references.ts';

export interface OrdersDeps extends OrdersNeighbours {
  readonly repo: OrdersRepo;
  readonly references: References;
  readonly pager: Pager;
  readonly events: EventLog;
  readonly now: () => Date;
  /** Searches around a place, one at a time for each caller. */
  readonly nearTurns: OneAtATime;
  /** Wakes the relay; losing it costs a moment, because the relay also looks by itself. */
  readonly nudge: () => void;
}
