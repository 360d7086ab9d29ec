import type { Asked } from './arguments.ts';
import { type OwnServer, startOwnServer } from './own-server.ts';
import { answersReady, JourneyEnds } from './waiting.ts';

/** The running system that the journey goes through. */
export interface System {
  /** `http://host:port` of the API. */
  readonly url: string;
  /** The same of the live channels; mostly the API's own. */
  readonly realtimeUrl: string;
  /** Where caught mails can be read; absent when the mails of this system go elsewhere. */
  readonly mailsUrl: string | undefined;
  /** Only a server of our own may be killed. */
  readonly own: OwnServer | undefined;
}

/** Finds the system, or starts a server of its own on the databases of `env` (`--kill-server`). */
export async function findSystem(
  asked: Asked,
  env: Readonly<Record<string, string | undefined>>,
  folder: string,
  atEnd: (close: () => unknown) => void,
): Promise<System> {
  const own = asked.killServer ? await startOwnServer(env, folder, atEnd) : undefined;
  const url = own?.url ?? asked.url ?? env.PUBLIC_URL;
  if (!url) throw new JourneyEnds('Nothing is running here: start it with npm run up.');
  if (!(await answersReady(url))) throw new JourneyEnds(`Nothing answers at ${url}: start it with npm run up.`);
  return { url, realtimeUrl: asked.realtimeUrl ?? url, mailsUrl: env.MAIL_CATCHER_URL, own };
}
