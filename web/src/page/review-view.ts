import { button, el, fill } from './dom.ts';
import type { Row } from './orders-view.ts';
import type { Sdk } from './session.ts';
import { money, sentence, when } from './words.ts';

/** Why an order waits in review, and the way out that the server offers; read when somebody opens it. */
export function reviewDetails(sdk: Sdk, row: Row, act: (what: Promise<unknown>) => void): HTMLElement {
  const body = el('div', { class: 'review' });
  const details = el(
    'details',
    { ontoggle: () => void (details.open && body.childElementCount === 0 && read()) },
    el('summary', {}, 'Needs a decision'),
    body,
  );

  async function read(): Promise<void> {
    fill(body, el('p', { class: 'muted' }, 'Asking why…'));
    try {
      const { data: order } = await sdk.orders.get(row.id);
      const { alternative } = order;
      const accept = (alternativeId: string) =>
        act(
          sdk.orders.acceptAlternative(row.id, alternativeId, {
            ifMatch: `W/"v${order.version}"`,
            meta: { title: `${row.reference}: accept the alternative` },
          }),
        );
      fill(
        body,
        el('ul', {}, ...order.issues.map(({ message }) => el('li', {}, message))),
        alternative?.price !== undefined &&
          el(
            'p',
            {},
            `New price: ${money(alternative.price.total, alternative.price.currency)} net, offered until ${when(alternative.expiresAt)}.`,
          ),
        alternative === undefined
          ? el('p', { class: 'muted' }, 'A dispatcher looks after it.')
          : button('Accept the alternative', () => accept(alternative.id)),
      );
    } catch (error) {
      fill(body, el('p', { role: 'alert' }, sentence(error)));
    }
  }
  return details;
}
