import type { JobQueue } from '../../platform/queue/job-queue.ts';
import type { AuthApi } from '../auth/index.ts';
import type { CarriersApi } from '../carriers/index.ts';
import type { OrdersApi } from '../orders/index.ts';
import type { SendOnceDeps } from './send-once.ts';

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
