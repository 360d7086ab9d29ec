import { el, fill } from '../page/dom.ts';
import type { Delivery } from './watch.ts';
import { filled, type Step, timeIn, type Words } from './words.ts';

const STEPS: readonly Step[] = ['received', 'assigned', 'picked_up', 'in_transit', 'delivered'];
/** Statuses that are no step of their own, by the step at which a delivery is in them. */
const AT: Readonly<Record<string, Step>> = {
  placed: 'received',
  review: 'received',
  accepted: 'received',
  failed: 'in_transit',
};

/** Where a delivery stands, as steps: those behind it with their time, the present one marked, those to come. */
export function showSteps(
  list: Element,
  { status, timeline, deliveryWindow, ...delivery }: Delivery,
  words: Words,
): void {
  const stepOf = (of: string) => STEPS.indexOf(AT[of] ?? (of as Step)); // another status is no step
  const present = Math.max(
    stepOf(status),
    ...(stepOf(status) < 0 ? timeline.map((entry) => stepOf(entry.status)) : []),
  );
  const places = { from: delivery.pickupCity, to: delivery.deliveryCity };
  fill(
    list,
    ...STEPS.map((step, index) => {
      const seen = step === 'received' ? 'placed' : step;
      const at = timeline.filter(({ status }) => status === seen).at(-1)?.at;
      const reached = index <= present;
      const state = reached ? (index === present ? 'now' : 'done') : 'ahead';
      return el(
        'li',
        { 'data-step': step, 'data-state': state, 'aria-current': state === 'now' && 'step' },
        el('span', {}, filled(words.step[step], places)),
        reached &&
          at !== undefined &&
          el('time', { datetime: at, class: 'muted small' }, timeIn(deliveryWindow.zone, at, words)),
      );
    }),
  );
}
