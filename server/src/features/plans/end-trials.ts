import { changeOf } from './change-subscription.ts';
import type { PlansDeps } from './plans.deps.ts';
import { movedTo, TRIAL_ENDED } from './subscriptions.model.ts';

/** Named in the task's locks and logs, and as the request that its events come from. */
export const END_TRIALS = 'subscriptions.end-trials';

/** Trials ended in one round trip; so many whole subscriptions stand in memory at once. */
const BATCH = 200;

/**
 * Cancels the trials of all tenants whose end has come and gives their number. Nobody's orders wait for it: a trial past
 * its end covers none, whether this has run or not.
 *
 * Each is changed at the version it was read at, in one write with its event. So a run that died is finished by the
 * next, two at once end each trial once, and a trial that was prolonged or made active meanwhile is left alone.
 */
export async function endTrials({ subscriptions }: Pick<PlansDeps, 'subscriptions'>, now: Date): Promise<number> {
  let ended = 0;
  for (;;) {
    const due = await subscriptions.trialsEndedBy(now, BATCH);
    ended += await subscriptions.changeEach(
      due.map((trial) => {
        const decision = { set: { ...movedTo('cancelled'), reason: TRIAL_ENDED }, told: { from: trial.status } };
        return [trial, changeOf(trial, decision, { at: now, requestId: END_TRIALS })];
      }),
    );
    if (due.length < BATCH) return ended;
  }
}
