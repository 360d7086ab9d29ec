import { parseArgs } from 'node:util';
import { TRACE_NAMES, type TraceName } from '../demo/trace.ts';
import { type Command, EXIT, Misuse, Refusal, say } from './command.ts';
import { planTrips } from './drive/plan.ts';
import { assignTrip, driveTrip } from './drive/trip.ts';
import { openApp } from './open-app.ts';

const USUAL_SPEED = 10;
/** Faster, and two points of a recording would fall into one millisecond. */
const TOP_SPEED = 500;

/** Something to look at: the demo's vehicles on the road, as the phones in them would report it. */
export const drive: Command = {
  summary: 'drive: vehicles of the demo tenant drive recorded ways, from the pick-up to the delivery',
  usage: [
    ['drive', `what would be driven (${TRACE_NAMES.join(', ')})`],
    ['drive --apply', `places the orders and drives them, ${USUAL_SPEED} times as fast as recorded`],
    ['drive --apply --speed <1-500>', 'slower or faster; 1 is as long as the drives took'],
    ['drive --apply --only <name>', 'one of them'],
    ['… --tenant <slug>', 'another tenant that has the demo’s people and products'],
  ],
  async run(args) {
    const { slug, speed, names, apply } = readArguments(args);
    const opened = openApp();
    try {
      await opened.start();
      const tenant = await opened.app.doors.tenants.bySlug(slug);
      if (!tenant) throw new Refusal(`There is no tenant ${slug}: npm run ops -- demo --apply makes demo.`);
      const trips = await planTrips(opened.app, tenant._id, names);
      if (!apply) {
        for (const trip of trips) say(`  ${trip.says}, ${trip.minutes(speed)} min at ${speed} times the speed`);
        say('Nothing was changed; add --apply to drive.');
        return EXIT.drift;
      }
      say(`board: ${new URL('/board', opened.config.publicUrl)}`);
      const ready: (() => Promise<void>)[] = [];
      for (const trip of trips) {
        const assigned = await assignTrip(opened.app, tenant._id, trip);
        say(`${assigned.reference} ${trip.says}; its recipient looks at ${assigned.url}`);
        ready.push(() => driveTrip(assigned, trip, speed, say));
      }
      const ends = await Promise.allSettled(ready.map((drives) => drives()));
      const failed = ends.find((end) => end.status === 'rejected');
      if (failed) throw failed.reason;
      return EXIT.ok;
    } finally {
      await opened.close();
    }
  },
};

function readArguments(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: [...args],
    options: { apply: { type: 'boolean' }, tenant: text, speed: text, only: text },
  });
  const speed = Number(values.speed ?? USUAL_SPEED);
  if (!(speed >= 1 && speed <= TOP_SPEED)) throw new Misuse(`--speed is a number from 1 to ${TOP_SPEED}.`);
  const names = TRACE_NAMES.filter((name) => values.only === undefined || name === values.only);
  if (names.length === 0) throw new Misuse(`--only is one of ${TRACE_NAMES.join(', ')}.`);
  return { slug: values.tenant ?? 'demo', speed, names: names as readonly TraceName[], apply: values.apply ?? false };
}
