import type { Subscription, TrackingEvent } from '@symphonia/sdk/tracking';
import type { Sdk } from '../page/session.ts';
import { type Box, serves, windowFor } from './box.ts';

/** How the board stands with the server. */
export type Line = ReturnType<Subscription['status']> | undefined;

/** The one window through which the board looks. */
export interface LiveWindow {
  /** Looks at this view from now on. True when the window serves it already, and stays. */
  show(view: Box): boolean;
  /** `undefined` while nothing is watched. */
  line(): Line;
  close(): void;
}

export interface LiveWindowDeps {
  readonly sdk: Sdk;
  /**
   * In order; begins with a snapshot, also after each change of window and whenever something may have been missed.
   * `seamless`: this one follows from a change of window alone, and the old window was live up to it.
   */
  readonly told: (event: TrackingEvent, seamless: boolean) => void;
  /** It cannot be watched, and why; closed by then. */
  readonly failed: (error: unknown) => void;
}

interface Opened {
  readonly window: Box;
  readonly subscription: Subscription;
}

/**
 * Watches the vehicles in view. When the view moves on, the new window is opened beside the old one, which is closed when
 * the new one has told what is in it: so nothing on screen ever stands still for the sake of panning.
 */
export function liveWindow({ sdk, told, failed }: LiveWindowDeps): LiveWindow {
  let present: Opened | undefined;
  let next: Opened | undefined;

  function show(view: Box): boolean {
    if (next && serves(next.window, view)) return false;
    dropNext();
    if (present && serves(present.window, view)) return true;
    const window = windowFor(view);
    const opened = { window, subscription: sdk.tracking.subscribe({ board: window }) };
    next = opened;
    if (!present) present = opened;
    void listen(opened);
    return false;
  }

  async function listen(opened: Opened): Promise<void> {
    try {
      for await (const event of opened.subscription) {
        const seamless = opened === next && takeOver(opened);
        if (opened === present) told(event, seamless);
      }
    } catch (error) {
      if (opened !== present && opened !== next) return; // closed by us
      close();
      failed(error);
    }
  }

  function takeOver(opened: Opened): boolean {
    const wasLive = present !== opened && present?.subscription.status().state === 'live';
    if (present !== opened) present?.subscription.close();
    present = opened;
    next = undefined;
    return wasLive;
  }

  function dropNext(): void {
    if (next && next !== present) next.subscription.close();
    next = undefined;
  }

  function close(): void {
    dropNext();
    present?.subscription.close();
    present = undefined;
  }

  return { show, line: () => present?.subscription.status(), close };
}
