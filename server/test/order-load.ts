import { setTimeout as wait } from 'node:timers/promises';
import { aNewOrder } from '../src/features/orders/orders.fixtures.ts';
import { limits } from '../src/platform/config/limits.ts';
import { assertContract } from './contract.ts';
import { type GivenTenant, givenTenant } from './given-tenant.ts';
import { givenTrade } from './given-trade.ts';
import type { TestApp } from './test-app.ts';

/** Somebody who orders: a person of his own, because each may place so many orders a minute. */
export interface Buyer {
  readonly tenant: GivenTenant;
  readonly token: string;
  readonly productId: string;
}

/** What an attempt came to: a status, or that no answer was waited for any longer. */
type Outcome = number | 'hung up';

/** An order as its client knows it. */
export interface SentOrder {
  readonly id: string;
  readonly tenantId: string;
  readonly outcomes: readonly Outcome[];
}

export interface OrderLoad {
  readonly orders: readonly SentOrder[];
  /** The longest time between two answers of 2xx, in ms. */
  readonly longestSilenceMs: number;
  /** Ends the ordering, and repeats what was not answered with 2xx until it is. */
  settle(): Promise<void>;
}

/** Some clients hang up before the server gives up, so that requests stay behind which nobody listens to any more. */
const HANG_UP_MS = 3_000;
/** The others wait for longer than the server may take. */
const PATIENCE_MS = 2 * limits.deadline.requestMs;
const REPEAT_WITHIN_MS = 90_000;

/** So many buyers in so many tenants. */
export async function buyers(app: TestApp, tenants: number, each: number): Promise<readonly Buyer[]> {
  const groups = Array.from({ length: tenants }, async () => {
    const tenant = await givenTenant(app);
    const { clientId, productId } = await givenTrade(tenant);
    const people = Array.from({ length: each }, () => tenant.person('client', { clientId }));
    return (await Promise.all(people)).map(({ token }) => ({ tenant, token: token ?? '', productId }));
  });
  return (await Promise.all(groups)).flat();
}

/**
 * Everybody orders, one order after the other with `pauseMs` between them. Of an order that was not answered with 2xx
 * every second buyer repeats the request at once, the others place their next one first and repeat at the end. Of each
 * kind one half is quick to hang up.
 */
export function orderLoad(url: string, everybody: readonly Buyer[], pauseMs: number): OrderLoad {
  const orders: (SentOrder & { readonly outcomes: Outcome[]; readonly attempt: () => Promise<boolean> })[] = [];
  const unexpected: string[] = [];
  let ended = false;
  let answeredAt = performance.now();
  let longestSilenceMs = 0;

  const newOrder = (buyer: Buyer, patienceMs: number) => {
    const body = aNewOrder(buyer.productId);
    const outcomes: Outcome[] = [];
    /** True when it was answered with 2xx; else waits for as long as the answer asks. */
    const attempt = async (): Promise<boolean> => {
      const answer = await place(url, buyer, body, patienceMs);
      outcomes.push(answer.status);
      if (answer.status === 200 || answer.status === 201) {
        longestSilenceMs = Math.max(longestSilenceMs, performance.now() - answeredAt);
        answeredAt = performance.now();
        return true;
      }
      if (!answer.retryable) unexpected.push(`${answer.status} ${answer.text}`);
      await wait(answer.retryAfterMs);
      return false;
    };
    const order = { id: body.id, tenantId: buyer.tenant.id, outcomes, attempt };
    orders.push(order);
    return order;
  };

  const lane = async (buyer: Buyer, number: number): Promise<void> => {
    const later: ReturnType<typeof newOrder>[] = [];
    while (!ended) {
      const order = newOrder(buyer, number % 4 < 2 ? HANG_UP_MS : PATIENCE_MS);
      if (!(await order.attempt())) {
        if (number % 2 === 0) await repeated(order);
        else later.push(order);
      }
      await wait(pauseMs);
    }
    for (const order of later) await repeated(order);
  };
  const repeated = async ({ id, attempt }: ReturnType<typeof newOrder>): Promise<void> => {
    const giveUpAt = performance.now() + REPEAT_WITHIN_MS;
    while (!(await attempt())) if (performance.now() > giveUpAt) throw new Error(`The order ${id} is never taken.`);
  };

  const lanes = Promise.allSettled(everybody.map(lane));
  return {
    orders,
    get longestSilenceMs() {
      return longestSilenceMs;
    },
    async settle() {
      ended = true;
      for (const lane of await lanes) if (lane.status === 'rejected') throw lane.reason;
      if (unexpected.length > 0) throw new Error(`Answers that no client would repeat after: ${unexpected.join('\n')}`);
    },
  };
}

interface Tried {
  readonly status: Outcome;
  readonly retryable: boolean;
  readonly retryAfterMs: number;
  readonly text: string;
}

async function place(
  url: string,
  { tenant, token }: Buyer,
  body: { readonly id: string },
  patienceMs: number,
): Promise<Tried> {
  const path = '/api/v1/transport-orders';
  try {
    const answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'x-forwarded-for': tenant.address,
      },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(patienceMs),
    });
    const text = await answer.text();
    const said = JSON.parse(text) as { retryable?: boolean };
    assertContract('POST', path, answer.status, answer.headers.get('content-type') ?? undefined, said);
    const retryAfterMs = 1_000 * Number(answer.headers.get('retry-after') ?? 0.2);
    return { status: answer.status, retryable: said.retryable === true, retryAfterMs, text };
  } catch (error) {
    if ((error as Error).name !== 'TimeoutError') throw error;
    return { status: 'hung up', retryable: true, retryAfterMs: 0, text: '' };
  }
}
