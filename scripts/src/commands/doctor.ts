import { readConfig } from '../../../server/src/platform/config/env.ts';
import { type Command, EXIT, say } from './command.ts';
import { disk, type Finding, mongo, node, redis } from './doctor/findings.ts';
import { openApp } from './open-app.ts';

/** Looks at everything a server stands on and says what is wrong with it and what to do. */
export const doctor: Command = {
  summary: 'doctor: is what the server stands on as it should be',
  usage: [['doctor', 'a sentence for each; 2 when something is wrong']],
  async run() {
    const findings: Finding[] = [node(process.versions.node), await disk('.')];
    const config = configuration();
    findings.push(config.finding);
    if (config.ok) {
      const { app, config: read, close } = openApp();
      try {
        findings.push(await mongo(app.mongo.db), await redis('REDIS_URL', read.redisUrl, false));
        findings.push(await redis('REDIS_QUEUE_URL', read.redisQueueUrl, true));
      } finally {
        await close();
      }
    }
    for (const { ok, sentence } of findings) say(`${ok ? 'ok   ' : 'WRONG'}  ${sentence}`);
    return findings.every(({ ok }) => ok) ? EXIT.ok : EXIT.drift;
  },
};

function configuration(): { ok: boolean; finding: Finding } {
  try {
    readConfig();
    return { ok: true, finding: { ok: true, sentence: 'The configuration is complete.' } };
  } catch (error) {
    return { ok: false, finding: { ok: false, sentence: (error as Error).message } }; // readConfig throws Errors only
  }
}
