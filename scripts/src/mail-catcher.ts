import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { text as readText } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { SMTPServer } from 'smtp-server';
import { type MailText, readMail } from './mail-message.ts';

/** One caught mail as it lies in the folder and is listed under `/mails`. */
export interface CaughtMail extends MailText {
  id: string;
  /** When it came, ISO 8601 in UTC. */
  at: string;
  /** The envelope's sender and recipients, not the header's. */
  from: string;
  to: string[];
  raw: string;
}

/**
 * Takes every mail and sends none on: for development and tests. Each is one JSON file in `folder`, written before the sender
 * hears 250, so a mail that was accepted survives our end. `/mails` lists them, oldest first; `/mails?to=<address>` one person's.
 */
export async function startMailCatcher(options: { smtpPort: number; httpPort: number; folder: string }) {
  const { folder } = options;
  mkdirSync(folder, { recursive: true });
  let count = 0;

  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onAuth: (_auth, _session, done) => done(null, { user: 'anybody' }),
    onData: (stream, session, done) => {
      readText(stream)
        .then((raw) => {
          const at = new Date().toISOString();
          count += 1;
          const { mailFrom, rcptTo } = session.envelope;
          const from = mailFrom ? mailFrom.address : '';
          const to = rcptTo.map((recipient) => recipient.address);
          const id = `${at.replaceAll(/[:.]/g, '-')}-${String(count).padStart(5, '0')}`;
          store(folder, { id, at, from, to, ...readMail(raw), raw });
        })
        .then(() => done(), done);
    },
  });
  const http = listing(folder);
  await Promise.all([
    new Promise<void>((resolve, reject) => {
      smtp.on('error', reject); // later ones are of single connections, whose sender has heard of them
      smtp.listen(options.smtpPort, '127.0.0.1', resolve);
    }),
    new Promise<void>((resolve, reject) => {
      http.once('error', reject).listen(options.httpPort, '127.0.0.1', resolve);
    }),
  ]);

  return {
    async stop(): Promise<void> {
      http.closeAllConnections();
      await Promise.all([
        new Promise<void>((resolve) => smtp.close(resolve)),
        new Promise((resolve) => http.close(resolve)),
      ]);
    },
  };
}

function store(folder: string, mail: CaughtMail): void {
  const file = join(folder, `${mail.id}.json`);
  writeFileSync(`${file}.part`, JSON.stringify(mail, null, 2));
  renameSync(`${file}.part`, file); // a reader never sees half a mail
}

/** The stored mails, oldest first. */
function stored(folder: string): CaughtMail[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
  // The cast: these files are ours, written by `store`.
  return files.sort().map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as CaughtMail);
}

function listing(folder: string): Server {
  return createServer((req, res) => {
    const url = new URL(req.url ?? '/', 'http://catcher');
    const to = url.searchParams.get('to')?.toLowerCase();
    if (req.method !== 'GET' || !['/', '/mails'].includes(url.pathname)) {
      res
        .writeHead(404, { 'content-type': 'application/json' })
        .end('{"error":"only GET /mails and GET /mails?to=<address> are here"}');
      return;
    }
    const mails = stored(folder).filter((mail) => !to || mail.to.some((address) => address.toLowerCase() === to));
    res.writeHead(200, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
    res.end(JSON.stringify(mails, null, 2));
  });
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: { 'smtp-port': { type: 'string' }, 'http-port': { type: 'string' }, folder: { type: 'string' } },
  });
  const catcher = await startMailCatcher({
    smtpPort: Number(values['smtp-port'] ?? 1025),
    httpPort: Number(values['http-port'] ?? 1080),
    folder: values.folder ?? '.data/mails',
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      catcher.stop().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
