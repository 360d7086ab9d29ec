/** `positions-clients.ts`: who reports in the benchmark, in a process of its own, so that asking is nobody's figure. */
import { Agent, request } from 'node:http';
import { answering } from './tracking-processes.ts';

/** Somebody who reports for a vehicle: with a token in batches, or with a device's key point by point. */
export interface Reporter {
  readonly vehicleId: string;
  readonly secret: string;
}

export interface ClientsQuestion {
  readonly url: string;
  readonly reporters: readonly Reporter[];
  readonly kind: 'batches' | 'singles';
  /** Of a batch. */
  readonly points: number;
  readonly forMs: number;
}

export interface Reported {
  readonly positions: number;
  readonly calls: number;
  /** Answers that were no 200, with how many there were of each. */
  readonly refused: Readonly<Record<string, number>>;
  readonly ms: number;
  readonly callMs: readonly number[];
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });
/** Each run begins a hundred hours later than the one before, so that no point comes twice. */
let clock = Date.now() - 2_000 * 3_600_000;

function call(url: string, headers: Record<string, string>, body?: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, method: body === undefined ? 'GET' : 'POST', headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
    });
    sent.on('error', reject).end(body);
  });
}

/** A second of a drive as a phone reports it. */
const point = (second: number) => ({
  deviceTime: new Date(clock + second * 1_000).toISOString(),
  coordinates: [8.6 + (second % 5_000) / 10_000, 49.8 + (second % 3_000) / 10_000],
  speedKmh: 62.4,
  heading: 12.5,
  accuracyMetres: 5,
  altitudeMetres: 140,
});

async function reportBatches({ url, points }: ClientsQuestion, one: Reporter, from: number) {
  const body = { vehicleId: one.vehicleId, points: Array.from({ length: points }, (_, n) => point(from + n)) };
  const headers = { authorization: `Bearer ${one.secret}`, 'content-type': 'application/json' };
  const { status, text } = await call(`${url}/api/v1/tracking/positions`, headers, JSON.stringify(body));
  return { status, positions: status === 200 ? (JSON.parse(text) as { accepted: number }).accepted : 0 };
}

async function reportSingle({ url }: ClientsQuestion, one: Reporter, from: number) {
  const { deviceTime, coordinates } = point(from);
  const query = `id=${one.secret}&lat=${coordinates[1]}&lon=${coordinates[0]}&timestamp=${Date.parse(deviceTime)}&speed=33`;
  const { status } = await call(`${url}/api/v1/ingest/osmand?${query}`, {});
  return { status, positions: status === 200 ? 1 : 0 };
}

/** Everybody reports, each again as soon as he is answered. */
async function run(question: ClientsQuestion): Promise<Reported> {
  clock += 3_600_000 * 100;
  const refused: Record<string, number> = {};
  const callMs: number[] = [];
  const began = performance.now();
  let positions = 0;
  const report = question.kind === 'batches' ? reportBatches : reportSingle;
  await Promise.all(
    question.reporters.map(async (one) => {
      for (let from = 0; performance.now() - began < question.forMs; from += question.points) {
        const at = performance.now();
        const answer = await report(question, one, from);
        callMs.push(performance.now() - at);
        positions += answer.positions;
        if (answer.status !== 200) refused[answer.status] = (refused[answer.status] ?? 0) + 1;
        // Somebody who reports oftener than he may waits, as an app does.
        if (answer.status === 429) await new Promise((resolve) => setTimeout(resolve, 200));
      }
    }),
  );
  return { positions, calls: callMs.length, refused, ms: performance.now() - began, callMs };
}

answering(run);
