import { createSymphonia, isSymphoniaError } from '@symphonia/sdk';
import { linkAuth, type Subscription, type Tracking, tracking } from '@symphonia/sdk/tracking';

type Sdk = ReturnType<typeof createSymphonia<Tracking>>;

/** What a recipient sees of his delivery. */
export type Delivery = Awaited<ReturnType<Sdk['tracking']['public']>>['data'];

/** How live it is. */
export type Line = ReturnType<Subscription['status']> | undefined;

export interface WatchDeps {
  readonly show: (delivery: Delivery) => void;
  readonly line: (line: Line) => void;
  /** The server cannot be asked just now; it is asked again. */
  readonly trouble: () => void;
  /** The link shows nothing any more, or never did. Nothing comes after this. */
  readonly over: (why: 'ended' | 'unknown') => void;
}

const FIRST_PAUSE_MS = 2_000;
const LONGEST_PAUSE_MS = 30_000;
const UNDER_WAY: readonly string[] = ['picked_up', 'in_transit'];

/**
 * Shows a delivery and all that happens to it, until the link ends. The token goes into the first request's path and
 * into the live connection's first frame, nowhere else; nothing of it is kept.
 */
export async function watchDelivery(token: string, { show, line, trouble, over }: WatchDeps): Promise<void> {
  const sdk = createSymphonia<Tracking>({
    baseUrl: `${location.origin}/api/v1`,
    auth: linkAuth(token),
    realtime: tracking(),
  });
  for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
    try {
      const { data } = await sdk.tracking.public(token);
      show(data);
      pause = FIRST_PAUSE_MS;
      await follow(sdk, data);
    } catch (error) {
      if (!isSymphoniaError(error)) throw error;
      const why = endOf(error.code);
      if (why) return over(why);
      trouble();
    }
    line(undefined);
    await rest(pause);
  }

  /** Ends by throwing: whether the link has ended, or only the way to it, the next reading says. */
  async function follow({ tracking: live }: Sdk, delivery: Delivery): Promise<void> {
    const { stream } = delivery;
    const since = stream.epoch === 'none' ? undefined : stream;
    const subscription = live.subscribe({ delivery: delivery.orderId }, { since });
    const stop = subscription.on('status', line);
    try {
      for await (const event of subscription) {
        if (event.kind === 'snapshot') delivery = event.data;
        else if (event.type === 'position') delivery = moved(delivery, event.data);
        else if ('orderId' in event.data) delivery = restated(delivery, event.data as Told, event.ts); // of an order, not of a job
        show(delivery);
      }
    } catch (error) {
      if (!isSymphoniaError(error)) throw error;
    } finally {
      stop();
      subscription.close();
    }
  }
}

type Told = Partial<Pick<Delivery, 'status' | 'eta'>>;
type Moved = Partial<Pick<Delivery, 'position' | 'staleAt' | 'eta'>>;

/** Where it is now; not where it was, when that comes late. */
function moved(delivery: Delivery, { position, staleAt, eta }: Moved): Delivery {
  const known = delivery.position?.deviceTime;
  if (!position || (known !== undefined && Date.parse(position.deviceTime) < Date.parse(known))) return delivery;
  return { ...delivery, position, ...(staleAt ? { staleAt } : {}), ...(eta ? { eta } : {}) };
}

/** What happened; from its end on a delivery has no position. */
function restated(delivery: Delivery, told: Told, at: string): Delivery {
  const { status = delivery.status, eta = delivery.eta } = told;
  const timeline = status === delivery.status ? delivery.timeline : [...delivery.timeline, { status, at }];
  if (UNDER_WAY.includes(status)) return { ...delivery, status, timeline, ...(eta ? { eta } : {}) };
  const { position: _, staleAt: __, eta: ___, ...rest } = delivery;
  return { ...rest, status, timeline };
}

function endOf(code: string): 'ended' | 'unknown' | undefined {
  if (code === 'tracking_link_ended') return 'ended';
  return code === 'not_found' || code === 'invalid_request' ? 'unknown' : undefined;
}

/** A pause that the network's return cuts short. In milliseconds. */
function rest(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
    addEventListener('online', () => resolve(), { once: true });
  });
}
