import { once } from 'node:events';
import type Bull from 'bull';
import type { Redis } from 'ioredis';
import { limits } from '../config/limits.ts';
import type { Logger } from '../observability/log.ts';
import { atMost } from './at-most.ts';
import type { JobEnvelope, JobQueue, JobRequest, RunningJob } from './job-queue.ts';
import { createConnections, type Purpose, type QueueConnections } from './queue-connection.ts';

export interface BullQueueOptions {
  /** Names the queue in Redis. */
  readonly name: string;
  /** `redis://` or `rediss://`; a Redis that evicts nothing (`noeviction`). */
  readonly url: string;
  readonly log: Logger;
  /** Jobs at once in this process. Default: `limits.queue.concurrency`. */
  readonly concurrency?: number;
  /** Called when a job was taken from a worker that died or hung; worth an alarm. */
  readonly onStalled?: (name: string) => void;
  /** How long a silent worker keeps its job. Default: `limits.queue.lockMs`. */
  readonly lockMs?: number;
}

/** The queue over Bull, which is loaded only when it is used: most processes neither add nor do jobs. */
export function createBullQueue(options: BullQueueOptions): JobQueue {
  const { name, url, log, concurrency = limits.queue.concurrency, lockMs = limits.queue.lockMs, onStalled } = options;
  let connections: QueueConnections | undefined;
  let producer: Promise<Bull.Queue<JobEnvelope>> | undefined;
  /** One wait for all who wait for the producer's connection. */
  let ready: Promise<void> | undefined;
  let worker: Bull.Queue<JobEnvelope> | undefined;
  let pausing: Promise<void> | undefined;
  /** Once: a second pause would connect again what the first is connecting. It takes Bull half a second. */
  const pauseWorker = (queue: Bull.Queue<JobEnvelope>): Promise<void> => {
    pausing ??= queue.pause(true, true);
    return pausing;
  };

  async function open(role: 'producer' | 'worker'): Promise<Bull.Queue<JobEnvelope>> {
    const [{ default: BullQueue }, { Redis }] = await Promise.all([import('bull'), import('ioredis')]);
    connections ??= createConnections(Redis, url, log);
    const all = connections;
    const purpose = (type: Purpose) => (role === 'producer' && type === 'client' ? 'producer' : type);
    const queue = new BullQueue<JobEnvelope>(name, {
      createClient: (type) => all.get(purpose(type)),
      // The braces keep all keys of a queue on one node of a cluster.
      prefix: '{bull}',
      settings: { lockDuration: lockMs, stalledInterval: lockMs, maxStalledCount: limits.queue.stalledTimes },
    });
    queue.on('error', (error) => log.debug({ queue: name, err: error }, 'the queue reports an error'));
    return queue;
  }

  /** Something with the queue's end for producers, once its connection takes commands: the first job may come before. */
  async function produce(what: (queue: Bull.Queue<JobEnvelope>) => Promise<unknown>): Promise<void> {
    producer ??= open('producer');
    const queue = await producer;
    ready ??= connected(connections?.get('producer')).finally(() => {
      ready = undefined;
    });
    await atMost(
      ready.then(() => what(queue)),
      limits.deadline.jobAddMs,
      'the queue did not take the job',
    );
  }

  return {
    add: (job) => produce((queue) => queue.add(job.name, job.envelope, bullOptions(job))),
    renew: (job) =>
      produce(async (queue) => {
        const known = await queue.getJob(job.id);
        // An id that is known is not added again, also when what it named is over.
        if (known?.finishedOn) await known.remove();
        await queue.add(job.name, job.envelope, bullOptions(job));
      }),
    async work(handle) {
      const queue = await open('worker');
      worker = queue;
      queue.on('stalled', (job) => {
        log.warn({ queue: name, job: job.name, jobId: job.id }, 'a job was taken from a worker that went silent');
        onStalled?.(job.name);
      });
      queue.on('failed', (job, error) => log.debug({ queue: name, jobId: job.id, err: error }, 'a try has failed'));
      // Runs until the queue is closed; what fails in between comes as `error`.
      queue
        .process('*', concurrency, (job) => handle(runningJob(job)))
        .catch((error: unknown) => {
          log.error({ queue: name, err: error }, 'the worker cannot work');
        });
      return {
        async pause() {
          await atMost(pauseWorker(queue), 1_000, 'Redis does not answer').catch((error: unknown) => {
            log.warn({ queue: name, err: error }, 'the worker may still take a job');
          });
        },
      };
    },
    async close(withinMs) {
      const end = Date.now() + withinMs;
      const left = () => Math.max(1, end - Date.now());
      try {
        if (worker) {
          await atMost(pauseWorker(worker), left(), 'Redis does not answer');
          await atMost(
            worker.whenCurrentJobsFinished(),
            left(),
            'jobs are still running and will be done again elsewhere',
          );
        }
      } catch (error) {
        log.warn({ queue: name, err: error }, 'the worker was stopped before its work was done');
      }
      // After a first close() every further one only waits with it, so the one call must be the one that does not wait.
      const closing = [worker?.close(true), (await producer?.catch(() => undefined))?.close(true)];
      await atMost(Promise.all(closing), 500, 'closing takes too long').catch(() => undefined);
      connections?.disconnect();
    },
  };
}

/** Resolves once the connection takes commands; at once when it does already. */
async function connected(client: Redis | undefined): Promise<void> {
  if (client && client.status !== 'ready') await once(client, 'ready');
}

const bullOptions = ({ id, attempts, backoffMs, timeoutMs, delayMs = 0 }: JobRequest): Bull.JobOptions => ({
  jobId: id,
  attempts,
  backoff: { type: 'exponential', delay: backoffMs },
  timeout: timeoutMs,
  delay: delayMs,
  // The defaults keep every job for ever.
  removeOnComplete: { age: limits.queue.keepDoneSeconds, count: limits.queue.keepDone },
  removeOnFail: { age: limits.queue.keepFailedSeconds, count: limits.queue.keepFailed },
});

function runningJob(job: Bull.Job<JobEnvelope>): RunningJob {
  const attempt = job.attemptsMade + 1;
  return {
    name: job.name,
    id: String(job.id),
    attempt,
    lastAttempt: attempt >= (job.opts.attempts ?? 1),
    envelope: job.data,
    async progress(percent) {
      await job.progress(percent);
    },
  };
}
