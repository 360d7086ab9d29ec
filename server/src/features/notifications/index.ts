import type { EventRecord } from '../../platform/events/event.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import type { RunnableJob } from '../../platform/queue/define-job.ts';
import type { JobQueue } from '../../platform/queue/job-queue.ts';
import type { AuthApi } from '../auth/index.ts';
import type { CarriersApi } from '../carriers/index.ts';
import type { OrdersApi } from '../orders/index.ts';
import { notifyAssigned } from './notify-assigned.job.ts';
import type { SendOnceDeps } from './send-once.ts';
import { createSentMailsRepo, sentMailsIndexes } from './sent-mails.repo.ts';
import { createSmtpMail } from './smtp-mail.ts';

/** What notifications ask of their neighbours. */
export interface NotificationsOptions {
  readonly orders: Pick<OrdersApi, 'get'>;
  readonly users: Pick<AuthApi, 'user'>;
  readonly carriers: Pick<CarriersApi, 'getCarrier'>;
  readonly queue: Pick<JobQueue, 'add'>;
  readonly smtpUrl: string;
  /** `Name <address>` */
  readonly mailFrom: string;
}

/** What the jobs of this feature work with. */
export interface NotifyDeps extends SendOnceDeps, Pick<NotificationsOptions, 'orders' | 'users' | 'carriers'> {}

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
