import type { Transition } from '@symphonia/sdk/outbox';
import { button, el, fill } from './dom.ts';
import { moveForm } from './move-forms.ts';
import { type Move, movesOf } from './moves.ts';
import type { Row } from './orders-view.ts';
import { reviewDetails } from './review-view.ts';
import type { Session } from './session.ts';
import { money, statusName, transportName, when } from './words.ts';

const TONES: Readonly<Record<string, string>> = {
  review: 'warn',
  accepted: 'busy',
  assigned: 'busy',
  picked_up: 'busy',
  in_transit: 'busy',
  delivered: 'good',
  failed: 'bad',
};

/** One order with its way, price, status and what its reader may do next. */
export function orderRow(
  session: Session,
  row: Row,
  move: (transition: Transition) => void,
  act: (what: Promise<unknown>) => void,
): HTMLElement {
  const actions = el('div', { class: 'actions' });
  const moves = movesOf(row.status, session.profile()?.role);

  function offer(): void {
    fill(
      actions,
      ...moves.map((one) =>
        button(one.label, () => void choose(one), {
          class: one.grave ? 'quiet' : '',
          'aria-label': `${one.label}: ${row.reference}`,
        }),
      ),
    );
  }

  async function choose(chosen: Move): Promise<void> {
    if (!chosen.needs) return start({ to: chosen.to });
    const form = await moveForm(session.sdk, chosen, (transition) => (transition ? start(transition) : offer()));
    fill(actions, form);
    form.querySelector<HTMLElement>('select, input')?.focus();
  }

  function start(transition: Transition): void {
    for (const control of actions.querySelectorAll('button')) control.disabled = true;
    move(transition);
  }

  offer();
  return el(
    'li',
    { class: 'order', tabindex: -1, 'data-id': row.id, 'data-status': row.status },
    el(
      'p',
      { class: 'row-title' },
      `${row.pickup.city} → ${row.delivery.city}`,
      el('span', { class: 'chip', 'data-tone': TONES[row.status] ?? 'calm' }, statusName(row.status)),
    ),
    el(
      'p',
      { class: 'muted small' },
      [
        row.reference,
        transportName(row.transportType),
        row.price && money(row.price.total, row.price.currency),
        `pick-up ${when(row.pickup.window.from)}`,
      ]
        .filter(Boolean)
        .join(' · '),
    ),
    row.status === 'review' && reviewDetails(session.sdk, row, act),
    moves.length > 0 && actions,
  );
}
