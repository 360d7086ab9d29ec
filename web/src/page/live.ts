import { isSymphoniaError } from '@symphonia/sdk';
import type { Subscription, Target, TrackingEvent } from '@symphonia/sdk/tracking';
import type { Sdk } from './session.ts';

/** The live events of what is on screen. */
export interface Live {
  /** Watches exactly these from now on. */
  watch(targets: readonly Target[]): void;
  /** `live` when everything watched is complete, `off` when nothing is watched. */
  state(): 'live' | 'connecting' | 'off';
}

/** Keeps one subscription for each target and hands every event to `told`, in order. */
export function liveEvents(sdk: Sdk, told: (event: TrackingEvent) => void): Live {
  const open = new Map<string, Subscription>();

  async function listen(key: string, subscription: Subscription): Promise<void> {
    try {
      for await (const event of subscription) told(event);
    } catch (error) {
      // Not visible any more, or signed out: the list says what there is; nothing else is lost.
      if (!isSymphoniaError(error)) throw error;
    } finally {
      if (open.get(key) === subscription) open.delete(key);
    }
  }

  return {
    watch(targets) {
      const wanted = new Map(targets.map((target) => [JSON.stringify(target), target]));
      for (const [key, subscription] of open) if (!wanted.has(key)) subscription.close();
      for (const [key, target] of wanted) {
        if (open.has(key)) continue;
        const subscription = sdk.tracking.subscribe(target);
        open.set(key, subscription);
        void listen(key, subscription);
      }
    },
    state() {
      const states = [...open.values()].map((subscription) => subscription.status().state);
      if (states.length === 0) return 'off';
      return states.every((state) => state === 'live') ? 'live' : 'connecting';
    },
  };
}
