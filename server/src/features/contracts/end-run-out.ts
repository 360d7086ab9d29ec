import { v7 } from 'uuid';
import { limits } from '../../platform/config/limits.ts';
import { type Ctx, deadlineIn } from '../../platform/http/context.ts';
import { API_VERSION } from '../../platform/http/contract.gen.ts';
import type { DailyTask } from '../../platform/queue/daily.ts';
import type { ContractsDeps } from './contracts.deps.ts';

const NAME = 'contracts.end-run-out';
const AT_ONCE = 500;

/**
 * Writes down what the clock has ended: every active contract whose `validTo` has passed becomes ended. Nothing waits
 * for it, since such a contract prices nothing from its very end on; lists just say so from then on. Each contract is
 * one write that looks again, so that dying half-way, a second run or two at once do no harm. Gives how many it ended.
 */
export const endRunOut = (deps: Pick<ContractsDeps, 'contracts' | 'invalidate' | 'log'>): DailyTask => ({
  name: NAME,
  async run(now) {
    let ended = 0;
    for (;;) {
      const due = await deps.contracts.runOut(now, AT_ONCE);
      for (const { tenantId, id } of due) {
        const ctx = asSystem(deps, tenantId);
        if (!(await deps.contracts.endRunOut(ctx, id, now))) continue;
        await deps.invalidate(ctx, ['contracts']);
        ended += 1;
      }
      if (due.length < AT_ONCE) return ended;
    }
  },
});

const asSystem = ({ log }: Pick<ContractsDeps, 'log'>, tenantId: string): Ctx => ({
  tenantId,
  requestId: v7(),
  apiVersion: API_VERSION,
  actor: { kind: 'system', id: NAME, role: 'admin' },
  address: 'internal',
  deadline: deadlineIn(limits.queue.jobTimeoutMs),
  log,
});
