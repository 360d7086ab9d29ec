import { createRequire } from 'node:module';
import { limits } from '../config/limits.ts';
import type { Part } from '../lifecycle.ts';
import type { Logger } from './log.ts';

/** What is told to a tool that watches applications, beside what it finds out by itself. */
export interface Telemetry extends Part {
  /** A number of the business, such as orders placed; never with a tenant in its name. */
  businessMetric(name: string, value: number): void;
  /** Runs `work` as a transaction of its own: jobs and socket messages, which no agent sees by itself. */
  background<T>(name: string, work: () => Promise<T>): Promise<T>;
}

/** The part of New Relic's agent that is used. */
export interface NewRelicAgent {
  recordMetric(name: string, value: number): void;
  startBackgroundTransaction<T>(name: string, group: string, handle: () => T): T;
  noticeError(error: Error): void;
  shutdown(options: { collectPendingData: boolean; timeout: number }, done: (error?: Error) => void): void;
}

/**
 * The agent, if this process was started with it (`-r newrelic`) and it really runs; a process without the flag or
 * without a licence key has none. It is looked up, never imported: importing it here would start it too late.
 */
export function loadedAgent(): NewRelicAgent | undefined {
  // The agent leaves its interface under this name in the cache of loaded modules; a stub of it has no `agent`.
  const cache = createRequire(import.meta.url).cache as Record<string, unknown>;
  const api = cache.__NR_cache as (NewRelicAgent & { agent?: unknown }) | undefined;
  return api?.agent ? api : undefined;
}

/** New Relic where its agent runs, else nobody. */
export function createTelemetry(log: Logger): Telemetry {
  const agent = loadedAgent();
  return agent ? createNewRelicTelemetry(agent, log) : createNoTelemetry();
}

/** Tells nobody. */
export function createNoTelemetry(): Telemetry {
  return { name: 'telemetry', businessMetric() {}, background: (_name, work) => work() };
}

/** Tells New Relic's agent, which the start script loaded before everything else. */
export function createNewRelicTelemetry(agent: NewRelicAgent, log: Logger): Telemetry {
  return {
    name: 'telemetry',
    businessMetric: (name, value) => agent.recordMetric(`Custom/${name}`, value),
    background: (name, work) =>
      agent.startBackgroundTransaction(name, 'symphonia', async () => {
        try {
          return await work();
        } catch (error) {
          agent.noticeError(error instanceof Error ? error : new Error(String(error)));
          throw error;
        }
      }),
    stopWithinMs: limits.deadline.telemetryFlushMs + 500,
    stop: () =>
      new Promise((resolve) => {
        agent.shutdown({ collectPendingData: true, timeout: limits.deadline.telemetryFlushMs }, (error) => {
          if (error) log.warn({ err: error }, 'the last measurements were not delivered');
          resolve();
        });
      }),
  };
}
