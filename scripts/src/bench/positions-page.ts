import { availableParallelism, cpus } from 'node:os';
import { digits, median, spreadOf, table } from './figures.ts';
import type { Reported } from './positions-clients.ts';

/** What one way of reporting was measured at, turn by turn. */
export interface Measured {
  readonly name: string;
  readonly turns: readonly (Reported & { readonly serverMs: number; readonly mongoMs: number })[];
}

/** One line for each way of reporting; the median of its turns. */
export function positionsTable(measured: readonly Measured[]): string {
  const rows = measured.map(({ name, turns }) => {
    const of = (value: (turn: Measured['turns'][number]) => number) => digits(median(turns.map(value)));
    const refused = turns.reduce((sum, turn) => sum + Object.values(turn.refused).reduce((a, b) => a + b, 0), 0);
    const calls = spreadOf(turns.flatMap(({ callMs }) => callMs));
    return [
      name,
      of(({ positions, ms }) => (positions * 1_000) / ms),
      of(({ positions, serverMs }) => (serverMs * 1_000) / positions),
      of(({ positions, mongoMs }) => (mongoMs * 1_000) / positions),
      digits(calls.p50),
      digits(calls.p99),
      String(refused),
    ];
  });
  const head = ['reported in', 'positions/s', 'server µs each', 'mongod µs each', 'call p50 ms', 'p99 ms', 'refused'];
  return table(head, rows);
}

interface Page {
  readonly measured: readonly Measured[];
  readonly seconds: number;
  readonly loads: string;
}

/** The page under docs/proofs. */
export function positionsPage({ measured, seconds, loads }: Page): string {
  const processor = `${availableParallelism()} cores of ${cpus()[0]?.model.trim()}`;
  return `# Positions in

\`npm run bench -- positions\`, ${new Date().toISOString().slice(0, 10)}, ${processor}, Node ${process.versions.node}, ${seconds.toFixed(0)} s; load ${loads}.
One server process, MongoDB, Redis and those who report share the cores. Every answer was given after a majority had the
positions in its journal; afterwards as many new ones were stored as had been confirmed.

${positionsTable(measured)}

A position is one point of a batch, with speed, heading, accuracy and altitude. CPU is that of the whole process, user and
system, with telling the newest position of each call to the live channels. The vehicles have nothing on board.
Refused are calls above the 20 a second that one person or device may make.
`;
}
