import type { Transition } from '@symphonia/sdk/outbox';
import { button, el } from './dom.ts';
import { FAILURES, type Move } from './moves.ts';
import type { Sdk } from './session.ts';
import { sentence } from './words.ts';

/** Asks, in place of an order's buttons, for what a move needs; `done` gets the move, or nothing when it is given up. */
export async function moveForm(
  sdk: Sdk,
  move: Move,
  done: (transition: Transition | undefined) => void,
): Promise<HTMLElement> {
  const question = await QUESTIONS[move.needs ?? 'failure'](sdk).catch(
    (error): Question => ({ field: el('p', { role: 'alert' }, sentence(error)), read: () => ({}) }),
  );
  const form = el(
    'form',
    {
      class: 'actions',
      onsubmit: (event) => {
        event.preventDefault();
        done({ to: move.to, ...question.read(new FormData(form)) });
      },
    },
    question.field,
    el('button', { type: 'submit' }, move.label),
    button('Back', () => done(undefined), { class: 'quiet' }),
  );
  return form;
}

interface Question {
  readonly field: HTMLElement;
  read(answer: FormData): Omit<Transition, 'to'>;
}

const QUESTIONS: Readonly<Record<NonNullable<Move['needs']>, (sdk: Sdk) => Promise<Question>>> = {
  async carrier(sdk) {
    const { data } = await sdk.carriers.list({ limit: 100 });
    const options = data.data.map(({ id, name }) => el('option', { value: id }, name));
    return {
      field: labelled(
        'Carrier',
        el('select', { name: 'carrierId', required: true }, el('option', { value: '' }, 'Choose'), ...options),
      ),
      read: (answer) => ({ carrierId: String(answer.get('carrierId')) }),
    };
  },
  async proof() {
    return {
      field: labelled(
        'Received by',
        el('input', { name: 'name', required: true, maxlength: 200, autocomplete: 'off' }),
      ),
      read: (answer) => ({ proof: { name: String(answer.get('name')), at: new Date().toISOString() } }),
    };
  },
  async failure() {
    const options = FAILURES.map(([code, name]) => el('option', { value: code }, name));
    return {
      field: labelled('Why', el('select', { name: 'reason' }, ...options)),
      read: (answer) => ({ reason: String(answer.get('reason')) }),
    };
  },
};

function labelled(text: string, field: HTMLElement): HTMLElement {
  return el('label', {}, text, field);
}
