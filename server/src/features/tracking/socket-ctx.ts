import { v7 } from 'uuid';
import { limits } from '../../platform/config/limits.ts';
import { type Ctx, deadlineIn } from '../../platform/http/context.ts';
import { API_VERSION } from '../../platform/http/contract.gen.ts';
import type { Logger } from '../../platform/observability/log.ts';
import type { Session } from '../../platform/realtime/types.ts';

/** Makes the context of one frame, so that a socket runs the same use cases as HTTP, with the same deadline. */
export function socketCtx(log: Logger, session: Session, address = 'socket'): Ctx {
  const requestId = v7();
  const { tenantId, actor } = session.ctx;
  return {
    requestId,
    apiVersion: API_VERSION,
    deadline: deadlineIn(limits.deadline.requestMs),
    log: log.child({ requestId, tenantId }),
    address,
    tenantId,
    actor,
  };
}
