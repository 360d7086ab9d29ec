import type { FieldError } from '../../platform/errors/app-error.ts';
import { InvalidRequest } from '../../platform/http/errors.ts';
import type { OrdersNeighbours } from './neighbours.ts';
import type { OrderLine, Stop, StoredStop } from './orders.types.ts';

/** Times in UTC with milliseconds, and the keys that cities are found by. */
export function normalised(
  deps: Pick<OrdersNeighbours, 'cityKey'>,
  order: { lines: readonly OrderLine[]; pickup: Stop; delivery: Stop },
): { lines: readonly OrderLine[]; pickup: StoredStop; delivery: StoredStop } {
  const stop = (place: Stop): StoredStop => ({
    ...place,
    cityKey: deps.cityKey(place.city),
    window: {
      ...place.window,
      from: new Date(place.window.from).toISOString(),
      to: new Date(place.window.to).toISOString(),
    },
  });
  return { lines: order.lines, pickup: stop(order.pickup), delivery: stop(order.delivery) };
}

/** A window that ends before it begins is a slip of the form, not a wish. */
export function assertWindows(order: { pickup: Stop; delivery: Stop }): void {
  const errors: FieldError[] = [];
  for (const name of ['pickup', 'delivery'] as const) {
    const { from, to } = order[name].window;
    if (new Date(to) < new Date(from))
      errors.push({ pointer: `/${name}/window/to`, code: 'order', message: 'must not be before from.' });
  }
  if (errors.length > 0) throw InvalidRequest({ errors }, { errors });
}
