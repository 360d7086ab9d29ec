import { parseArgs } from 'node:util';
import { MongoClient } from 'mongodb';
import { mongoOptions } from '../../../server/src/platform/db/mongo.ts';
import { type Command, EXIT, Misuse, progress, say } from './command.ts';
import { applySteps } from './indexes/apply.ts';
import { type IndexPlan, planIndexes, type Step } from './indexes/compare.ts';
import { readIndexes } from './indexes/read.ts';
import { openApp } from './open-app.ts';

/** Brings the database's indexes to what the repositories say. Never part of a start or a deployment: a build takes its time. */
export const indexes: Command = {
  summary: 'indexes: the database beside what the repositories want',
  usage: [
    ['indexes plan', 'what differs; 2 when something does'],
    ['indexes apply', 'the same, and what --apply would do'],
    ['indexes apply --apply', 'builds what is absent, one at a time; drops nothing'],
  ],
  async run(args) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { apply: { type: 'boolean' } },
      allowPositionals: true,
    });
    const [verb, ...more] = positionals;
    if ((verb !== 'plan' && verb !== 'apply') || more.length > 0)
      throw new Misuse('Say indexes plan or indexes apply.');
    if (verb === 'plan' && values.apply) throw new Misuse('A plan changes nothing: say indexes apply --apply.');

    const { app, config, close } = openApp();
    // A client of its own: a build may take hours, and the server's client gives up after seconds.
    const client = new MongoClient(config.mongoUrl, {
      ...mongoOptions({ appName: 'symphonia/ops', worker: true }),
      socketTimeoutMS: 0,
    });
    try {
      const db = client.db(app.mongo.db.databaseName);
      const look = async () =>
        planIndexes(
          app.indexes,
          await readIndexes(
            db,
            app.indexes.map(({ collection }) => collection),
          ),
        );
      const plan = await look();
      const wanted = app.indexes.reduce((sum, { indexes: specs }) => sum + specs.length, 0);
      show(plan, wanted);
      if (plan.steps.length === 0) return EXIT.ok;
      if (!values.apply) {
        if (verb === 'apply') say('Nothing was changed; add --apply to do it.');
        return EXIT.drift;
      }
      await applySteps(db, plan.steps, { done: say, progress });
      return (await look()).steps.length === 0 ? EXIT.ok : EXIT.drift;
    } finally {
      await client.close();
      await close();
    }
  },
};

function show({ steps, extra }: IndexPlan, wanted: number): void {
  say(
    steps.length === 0
      ? `All ${wanted} indexes are as the code wants them.`
      : `${steps.length} of ${wanted} indexes are not as the code wants them:`,
  );
  for (const step of steps) say(`  ${step.collection}.${step.name}: ${whatToDo(step)}`);
  for (const { collection, name } of extra)
    say(`  ${collection}.${name}: no code wants it; hide it, watch $indexStats for days, then drop it by hand`);
}

function whatToDo(step: Step): string {
  switch (step.kind) {
    case 'build':
      return `build ${JSON.stringify(step.spec.key)}${step.spec.unique ? ' unique' : ''}`;
    case 'ttl':
      return `expire after ${step.seconds} s instead of ${step.before === undefined ? 'never' : `${step.before} s`}`;
    case 'unhide':
      return 'show to the planner again';
    case 'blocked':
      return `BLOCKED, ${step.why}`;
  }
}
