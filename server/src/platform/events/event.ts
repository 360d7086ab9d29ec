import { newId } from '../db/new-id.ts';
import { API_VERSION } from '../http/contract.gen.ts';

/** What happened to a subject, as it waits in its document and as it stands in the `events` collection. */
export interface EventRecord {
  /** `evt_<uuidv7>` */
  readonly id: string;
  readonly type: string;
  readonly time: Date;
  readonly tenantId: string;
  /** `transport-order/<id>` */
  readonly subject: string;
  /** Counts per subject without holes, so that a receiver can order and notice a gap. */
  readonly sequence: number;
  readonly version: number;
  readonly apiVersion: string;
  readonly requestId: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** An event of a subject, to be stored together with the change that caused it. */
export function newEvent(of: Omit<EventRecord, 'id' | 'apiVersion'>): EventRecord {
  return { id: newId('evt'), apiVersion: API_VERSION, ...of };
}
