import { silent } from '../cache/redis.fixtures.ts';
import { createTelemetry, loadedAgent } from './telemetry.ts';

/** Run as a process of its own, with and without the agent's flag: says which adapter is used and does one of each. */
const telemetry = createTelemetry(silent);
telemetry.businessMetric('Orders/placed', 1);
const answer = await telemetry.background('test.job', async () => {
  // Only the real agent can say which transaction this is.
  const agent = loadedAgent() as { getTraceMetadata?(): { traceId?: string } } | undefined;
  return agent?.getTraceMetadata?.().traceId ? 'inside a transaction' : 'on its own';
});
process.stdout.write(`${loadedAgent() ? 'newrelic' : 'none'}: ${answer}`, () => process.exit());
