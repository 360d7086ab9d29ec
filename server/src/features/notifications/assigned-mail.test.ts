import { describe, expect, it } from 'vitest';
import type { OrderDocument } from '../orders/index.ts';
import { assignedMail, windowOf } from './assigned-mail.ts';
import { anAssignedOrder } from './notifications.fixtures.ts';
import { isStill } from './notify-assigned.job.ts';
import { messageIdOf } from './smtp-mail.ts';

describe('the mail to whoever carries an order', () => {
  const { subject, text, to } = assignedMail(anAssignedOrder(), { name: 'Dario', email: 'dario@kurier.example' });

  it('says which order, from where to where and when, in the time of each place', () => {
    expect(to).toBe('dario@kurier.example');
    expect(subject).toBe('SYM-26-004711: Darmstadt to London, pick-up Sat, 21 Nov 2026, 09:00 – 11:30 (Europe/Berlin)');
    expect(text).toBe(
      [
        'Hello Dario,',
        '',
        'transport order SYM-26-004711 is assigned to you (ltl, 1,480.5 kg).',
        '',
        'Pick-up',
        'Sat, 21 Nov 2026, 09:00 – 11:30 (Europe/Berlin)',
        'Odenwald Maschinenbau',
        'Rheinstraße 99',
        'DE-64295 Darmstadt',
        '',
        'Delivery',
        'Sun, 22 Nov 2026, 23:00 – Mon, 23 Nov 2026, 01:00 (Europe/London)',
        'Excel, North Gate',
        '1 Western Gateway',
        'GB-E16 1XL London',
        'Greta Empfang, +44 20 7946 0000, greta@excel.example',
        '',
        'Instructions',
        'Ring twice.',
        '',
      ].join('\n'),
    );
  });

  it('never says what the client pays or notes for itself', () => {
    expect(`${subject}${text}`).not.toMatch(/117[,.]?18|\bEUR\b|cost centre/);
  });

  it('is not stopped by a zone that nobody knows', () => {
    expect(windowOf({ from: '2026-11-21T08:00:00Z', to: '2026-11-21T09:00:00Z', zone: 'Mars/Olympus' })).toBe(
      'Sat, 21 Nov 2026, 08:00 – 09:00 (UTC)',
    );
  });
});

describe('an assignment', () => {
  const entry = (type: string, version: number) => ({ type, version }) as OrderDocument['timeline'][number]; // as much as the rule looks at
  const once = [entry('order.placed', 1), entry('order.accepted', 2), entry('order.assigned', 3)];

  it.each<[string, OrderDocument['status'], OrderDocument['timeline'], boolean]>([
    ['stands', 'assigned', once, true],
    ['stands after an amendment', 'assigned', [...once, entry('order.amended', 4)], true],
    ['is over after another one', 'assigned', [...once, entry('order.assigned', 4)], false],
    ['is over when the order was taken back', 'accepted', [...once, entry('order.unassigned', 4)], false],
    [
      'is over when taken back and given again',
      'assigned',
      [...once, entry('order.unassigned', 4), entry('order.assigned', 5)],
      false,
    ],
    ['needs no mail once picked up', 'picked_up', [...once, entry('order.picked_up', 4)], false],
  ])('%s', (_rule, status, timeline, stands) => {
    expect(isStill({ status, timeline }, 3)).toBe(stands);
  });
});

describe('a Message-ID', () => {
  it('is the same for the same mail, another for another, at the sender’s domain', () => {
    const from = 'Symphonia <no-reply@symphonia.example>';
    const id = messageIdOf({ messageId: 'ten_1:a' }, from);
    expect(id).toMatch(/^<[0-9a-f]{40}@symphonia\.example>$/);
    expect(messageIdOf({ messageId: 'ten_1:a' }, from)).toBe(id);
    expect(messageIdOf({ messageId: 'ten_1:b' }, from)).not.toBe(id);
    expect(messageIdOf({ messageId: 'x' }, 'no-reply@symphonia.example')).toContain('@symphonia.example>');
  });
});
