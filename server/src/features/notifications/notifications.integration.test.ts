import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import { aCtx, ownDatabase } from '../../platform/db/mongo.fixtures.ts';
import { newEvent } from '../../platform/events/event.ts';
import type { JobCtx } from '../../platform/queue/define-job.ts';
import type { JobRequest } from '../../platform/queue/job-queue.ts';
import type { User } from '../auth/index.ts';
import type { CarriersApi } from '../carriers/index.ts';
import type { OrderDocument } from '../orders/index.ts';
import { type NotificationsFeature, notificationsFeature } from './index.ts';
import type { NotifyDeps } from './notifications.deps.ts';
import { anAssignedOrder } from './notifications.fixtures.ts';
import { notifyAssigned } from './notify-assigned.job.ts';
import { sendOnce } from './send-once.ts';
import { createSentMailsRepo } from './sent-mails.repo.ts';

type Carrier = NonNullable<Awaited<ReturnType<CarriersApi['getCarrier']>>>;

const database = ownDatabase();
const features: NotificationsFeature[] = [];
afterAll(async () => {
  for (const feature of features) for (const part of feature.parts ?? []) await part.stop?.(AbortSignal.timeout(1_000));
  await database.drop();
});

/** What the catcher holds for an address. */
async function mailsTo(address: string | undefined): Promise<{ subject: string; text: string; raw: string }[]> {
  const answer = await fetch(`${process.env.MAIL_CATCHER_URL}/mails?to=${encodeURIComponent(address ?? '')}`);
  return (await answer.json()) as { subject: string; text: string; raw: string }[]; // the catcher's own format
}

/** A feature with one order, its driver and its carrier, and the requests it would enqueue. */
function given({
  order = anAssignedOrder({ driverId: 'usr_1' }),
  smtpUrl = process.env.SMTP_URL ?? '',
  queueAway = false,
} = {}) {
  const driver = { id: 'usr_1', name: 'Dario', email: `dario-${randomUUID()}@kurier.example` } as User; // as much as a mail needs
  const carrier = { id: 'car_1', name: 'Main Kurier', email: `dispo-${randomUUID()}@kurier.example` } as Carrier; // as much as a mail needs
  const orders = new Map<string, OrderDocument>([[order.id, order]]);
  const added: JobRequest[] = [];
  const feature = notificationsFeature(
    { mongo: database.mongo, now: () => new Date() },
    {
      orders: { get: async (_ctx, id) => orders.get(id) ?? null },
      users: { user: async (_ctx, id) => (id === driver.id ? driver : null) },
      carriers: { getCarrier: async (_ctx, id) => (id === carrier.id ? carrier : undefined) },
      queue: {
        async add(request) {
          if (queueAway) throw new Error('the queue did not take the job');
          added.push(request);
        },
      },
      smtpUrl,
      mailFrom: 'Symphonia <no-reply@symphonia.example>',
    },
  );
  features.push(feature);
  const ctx: JobCtx = { ...aCtx(), attempt: 1, lastAttempt: false, progress: async () => {} };
  const data = { orderId: order.id, sequence: 3, version: 3 };
  const run = async () => feature.jobs[0]?.run(ctx, data);
  const event = newEvent({
    type: 'order.assigned',
    time: new Date(),
    tenantId: ctx.tenantId,
    subject: `transport-order/${order.id}`,
    sequence: 3,
    version: 3,
    requestId: 'req_1',
    data: { orderId: order.id },
  });
  return { feature, orders, order, driver, carrier, added, ctx, data, run, event };
}

describe('an assigned order', () => {
  it('is told to its driver', async () => {
    const { run, driver, carrier } = given();

    expect(await run()).toBe('sent');

    const [mail] = await mailsTo(driver.email);
    expect(mail?.subject).toContain('SYM-26-004711: Darmstadt to London');
    expect(mail?.text).toContain('Rheinstraße 99');
    expect(mail?.raw).toMatch(/^Message-ID: <[0-9a-f]{40}@symphonia\.example>/im);
    expect(await mailsTo(carrier.email)).toEqual([]);
  });

  it('is told to its carrier when no driver is named', async () => {
    const { run, carrier } = given({ order: anAssignedOrder() });
    expect(await run()).toBe('sent');
    expect(await mailsTo(carrier.email)).toHaveLength(1);
  });

  it('is told to nobody when nobody has an address', async () => {
    const { run } = given({ order: anAssignedOrder({ carrierId: 'car_without_mail' }) });
    expect(await run()).toBe('nobody');
  });

  it('is told once, however often and however many at a time the job runs', async () => {
    const { run, driver } = given();

    const runs = await Promise.allSettled([run(), run(), run(), run()]);
    expect(runs.filter((one) => one.status === 'fulfilled' && one.value === 'sent')).toHaveLength(1);
    expect(await run()).toBe('sent_before');

    expect(await mailsTo(driver.email)).toHaveLength(1);
  });

  it('is no longer told when it was taken back meanwhile', async () => {
    const { run, orders, order, driver } = given();
    orders.set(order.id, { ...order, status: 'accepted' });

    expect(await run()).toBe('over');
    expect(await mailsTo(driver.email)).toEqual([]);
  });

  it('is told again for its next assignment', async () => {
    const { run, feature, orders, order, ctx, driver } = given();
    await run();
    const [last] = order.timeline.slice(-1);
    if (!last) throw new Error('an assigned order has a timeline');
    orders.set(order.id, { ...order, version: 4, timeline: [...order.timeline, { ...last, version: 4 }] });

    expect(await run()).toBe('over');
    expect(await feature.jobs[0]?.run(ctx, { orderId: order.id, sequence: 5, version: 4 })).toBe('sent');
    expect(await mailsTo(driver.email)).toHaveLength(2);
  });
});

describe('a mail that cannot be sent', () => {
  it('fails the job, and goes out with the next try at once', async () => {
    const { ctx, data, driver, order, run } = given();
    const broken = given({ order, smtpUrl: 'smtp://127.0.0.1:9' });

    await expect(broken.feature.jobs[0]?.run(ctx, data)).rejects.toThrow(/ECONNREFUSED/);
    expect(await run()).toBe('sent');
    expect(await mailsTo(driver.email)).toHaveLength(1);
  });
});

describe('a worker that died while it sent', () => {
  const mail = { to: 'x@kurier.example', subject: 's', text: 't', messageId: 'orders.notify-assigned:o:3' };
  const deps = (send: NotifyDeps['mail']['send'], at: number) => ({
    mail: { send },
    sentMails: createSentMailsRepo(database.mongo),
    now: () => new Date(at),
  });
  const T = Date.parse('2026-11-21T08:00:00.000Z');

  it('is waited for, as it may live; after a minute the mail goes out again under the same Message-ID', async () => {
    const ctx = aCtx();
    const ids: string[] = [];
    const record = async ({ messageId }: { messageId: string }) => void ids.push(messageId);
    // Dies in the middle: what comes after the sending never happens.
    void sendOnce(
      deps((one) => record(one).then(() => new Promise(() => {})), T),
      ctx,
      mail,
    );
    await expect.poll(() => ids.length).toBe(1);

    await expect(sendOnce(deps(record, T + 59_999), ctx, mail)).rejects.toThrow('Another worker');
    expect(await sendOnce(deps(record, T + 60_000), ctx, mail)).toBe('sent');
    expect(await sendOnce(deps(record, T + 120_000), ctx, mail)).toBe('sent_before');

    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(1);
  });

  /** A sending that ends when the test says so. */
  function slowly(ctx: ReturnType<typeof aCtx>, at: number) {
    let end: { well(): void; badly(error: Error): void } | undefined;
    const send = () =>
      new Promise<void>((resolve, reject) => {
        end = { well: resolve, badly: reject };
      });
    const result = sendOnce(deps(send, at), ctx, mail);
    result.catch(() => undefined);
    return { result, begun: async () => await expect.poll(() => end).toBeDefined(), end: () => end };
  }
  const again = (ctx: ReturnType<typeof aCtx>, at: number) =>
    sendOnce(
      deps(async () => {}, at),
      ctx,
      mail,
    );

  it('and wakes up late cannot make the mail unsent', async () => {
    const ctx = aCtx();
    const slow = slowly(ctx, T);
    await slow.begun();
    const second = slowly(ctx, T + 60_000);
    await second.begun();

    slow.end()?.badly(new Error('too late'));
    await expect(slow.result).rejects.toThrow('too late');
    await expect(again(ctx, T + 60_001)).rejects.toThrow('Another worker');
    second.end()?.well();

    expect(await second.result).toBe('sent');
    expect(await again(ctx, T + 180_000)).toBe('sent_before');
  });

  it('and had sent it after all saves who took over and failed from sending again', async () => {
    const ctx = aCtx();
    const slow = slowly(ctx, T);
    await slow.begun();
    const second = slowly(ctx, T + 60_000);
    await second.begun();

    slow.end()?.well();
    await slow.result;
    second.end()?.badly(new Error('refused'));
    await expect(second.result).rejects.toThrow('refused');

    expect(await again(ctx, T + 180_000)).toBe('sent_before');
  });
});

describe('the event of an assignment', () => {
  it('enqueues one job, named by order and sequence', async () => {
    const { feature, event, added, order } = given();

    await feature.onOrderEvent(event);
    await feature.onOrderEvent(event);
    await feature.onOrderEvent({ ...event, type: 'order.accepted' });

    expect(new Set(added.map(({ id }) => id))).toEqual(
      new Set([`orders.notify-assigned|${event.tenantId}|${order.id}:3`]),
    );
    expect(added[0]).toMatchObject({
      attempts: 8,
      envelope: { tenantId: event.tenantId, requestId: 'req_1', data: { orderId: order.id, sequence: 3, version: 3 } },
    });
  });

  it('stays with the consumer while the queue is away', async () => {
    const { feature, event } = given({ queueAway: true });
    await expect(feature.onOrderEvent(event)).rejects.toThrow('the queue did not take the job');
  });

  it('with data of another shape is refused, so that it is seen', () => {
    expect(() => notifyAssigned.data({ orderId: 'x' })).toThrow('These are no data of orders.notify-assigned.');
  });
});
