import type { Stop } from './orders.types.ts';

export const DAY_MS = 86_400_000;

type Window = Stop['window'];

/** A window that has passed, by as many whole days later as it takes to meet it: usually the same hours of tomorrow. */
export function nextWindow(window: Window, now: Date): Window {
  const late = now.getTime() - Date.parse(window.to);
  return late < 0 ? window : later(window, (Math.floor(late / DAY_MS) + 1) * DAY_MS);
}

/**
 * The delivery's window when the pick-up's becomes another: the same where it ends after that, else as much later as the
 * pick-up is.
 */
export function deliveryAfter(order: Record<'pickup' | 'delivery', { readonly window: Window }>, next: Window): Window {
  const { pickup, delivery } = order;
  if (Date.parse(delivery.window.to) > Date.parse(next.to)) return delivery.window;
  return later(delivery.window, Date.parse(next.from) - Date.parse(pickup.window.from));
}

function later({ from, to, zone }: Window, ms: number): Window {
  const moved = (at: string) => new Date(Date.parse(at) + ms).toISOString();
  return { from: moved(from), to: moved(to), zone };
}
