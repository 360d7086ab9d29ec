import { anAddress, type Person } from '../../../test/given-tenant.ts';
import type { TestApp } from '../../../test/test-app.ts';

/** An event of an order, as far as tests of tracking look at it. */
export interface ListedEvent {
  readonly id: string;
  readonly type: string;
  readonly sequence: number;
  readonly version: number;
  readonly data: {
    readonly place?: 'pickup' | 'delivery';
    readonly occurredAt?: string;
    readonly eta?: { readonly at: string; readonly source: string };
  };
}

/** What happened to an order, as the API lists it. */
export async function eventsOf(app: TestApp, { token }: Person, orderId: string): Promise<ListedEvent[]> {
  const answer = await fetch(`${app.url}/api/v1/transport-orders/${orderId}/events?limit=100`, {
    headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': anAddress() },
  });
  return ((await answer.json()) as { data: ListedEvent[] }).data;
}
