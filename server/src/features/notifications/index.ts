import type { EventRecord } from '../../platform/events/event.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import type { RunnableJob } from '../../platform/queue/define-job.ts';
import type { NotificationsOptions, NotifyDeps } from './notifications.deps.ts';
import { notifyAssigned } from './notify-assigned.job.ts';
import { createSentMailsRepo, sentMailsIndexes } from './sent-mails.repo.ts';
import { createSmtpMail } from './smtp-mail.ts';

export interface NotificationsFeature extends Feature {
  /** For the worker. */
  readonly jobs: readonly RunnableJob[];
  /** The consumer of events that enqueues mails; throws while the queue is away, so that the event waits. */
  readonly onOrderEvent: (event: EventRecord) => Promise<void>;
}

/** Tells people by mail what concerns them. */
export function notificationsFeature(
  platform: Pick<Platform, 'mongo' | 'now'>,
  options: NotificationsOptions,
): NotificationsFeature {
  const { orders, users, carriers, queue, smtpUrl, mailFrom } = options;
  const mail = createSmtpMail({ url: smtpUrl, from: mailFrom });
  const deps: NotifyDeps = {
    orders,
    users,
    carriers,
    mail,
    sentMails: createSentMailsRepo(platform.mongo),
    now: platform.now,
  };
  return {
    routes: {},
    indexes: [sentMailsIndexes],
    parts: [mail],
    jobs: [notifyAssigned.with(deps)],
    async onOrderEvent({ type, tenantId, requestId, sequence, version, data: { orderId } }) {
      if (type !== 'order.assigned' || typeof orderId !== 'string') return;
      await queue.add(notifyAssigned.request({ tenantId, requestId }, { orderId, sequence, version }));
    },
  };
}
