import { setTimeout as wait } from 'node:timers/promises';
import { aNewOrder } from '../src/features/orders/orders.fixtures.ts';
import { type Answer, type Caller, caller } from './caller.ts';
import { type GivenTenant, givenTenant } from './given-tenant.ts';
import { type GivenTrade, givenTrade } from './given-trade.ts';
import type { TestApp } from './test-app.ts';

/** A client whose orders move, and people of it who watch. */
export interface Firm {
  readonly tenant: GivenTenant;
  readonly trade: GivenTrade;
  /** One for each of those who watch. */
  readonly tokens: readonly string[];
}

/** So many firms, each in a tenant of its own, with so many people. */
export async function firms(app: TestApp, count: number, people: number): Promise<readonly Firm[]> {
  const made: Firm[] = [];
  for (let n = 0; n < count; n++) {
    const tenant = await givenTenant(app);
    const trade = await givenTrade(tenant);
    const tokens: string[] = [];
    // Some at a time: hundreds at once would wait for the database longer than it may take.
    while (tokens.length < people) {
      const some = Array.from({ length: Math.min(AT_ONCE, people - tokens.length) }, () =>
        tenant.person('client', { clientId: trade.clientId }),
      );
      tokens.push(...(await Promise.all(some)).map(({ token }) => token ?? ''));
    }
    made.push({ tenant, trade, tokens });
  }
  return made;
}

const AT_ONCE = 10;

/** Orders that are placed and moved on, each by calls that must all succeed or, with `patient`, succeed in the end. */
export interface MovingOrders {
  /** Calls that were answered with 2xx at once. */
  readonly calls: number;
  /** What was answered otherwise: `503 /transport-orders`. */
  readonly failures: readonly string[];
  stop(): Promise<void>;
}

/** Where an order goes after it was placed; each step is one status event. */
const STEPS = ['accepted', 'assigned', 'picked_up', 'in_transit'] as const;

/** Every firm places an order and moves it step by step, then the next one, with `pauseMs` between any two calls. */
export function moveOrders(url: string, all: readonly Firm[], pauseMs: number): MovingOrders {
  const failures: string[] = [];
  let calls = 0;
  let ended = false;

  const lane = async (firm: Firm): Promise<void> => {
    const mover = orderMover(url, firm);
    const attempt = async (run: () => Promise<Answer>): Promise<Answer> => {
      await wait(pauseMs * (0.5 + Math.random()));
      // The connection itself may be refused; that is a failure like a 503.
      const answer = await run().catch((error: Error) => ({ status: 0, text: error.message }) as Answer);
      if (answer.status === 200 || answer.status === 201) calls += 1;
      else failures.push(`${answer.status} ${answer.text.slice(0, 200)}`);
      return answer;
    };
    while (!ended) {
      const order = mover.order();
      let { body, status } = await attempt(order.place);
      for (const step of STEPS) {
        if (ended || status >= 300 || status === 0) break;
        const { version } = body;
        ({ body, status } = await attempt(() => order.move(step, version)));
      }
    }
  };
  const lanes = Promise.all(all.map(lane));
  return {
    get calls() {
      return calls;
    },
    failures,
    async stop() {
      ended = true;
      await lanes;
    },
  };
}

/** The calls that place and move one order of a firm. */
export function orderMover(url: string, { tenant, trade }: Firm) {
  const { address } = tenant;
  const as = (token: string | undefined): Caller => caller(url, { address, token: token ?? '' });
  const [client, dispatcher] = [as(trade.client.token), as(tenant.dispatcher.token)];
  const assignment = { carrierId: trade.carrierId, vehicleId: trade.vehicleId, driverId: trade.driver.userId };
  return {
    order() {
      const order = aNewOrder(trade.productId);
      return {
        id: order.id,
        place: () => client.post('/transport-orders', order),
        move: (to: (typeof STEPS)[number], version: number) =>
          dispatcher.post(
            `/transport-orders/${order.id}/transitions`,
            { to, ...(to === 'assigned' ? assignment : {}) },
            { 'If-Match': `W/"v${version}"` },
          ),
        read: () => dispatcher.get(`/transport-orders/${order.id}`),
      };
    },
  };
}
