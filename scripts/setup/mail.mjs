import { join } from 'node:path';
import { tail } from './children.mjs';
import { NODE, ROOT } from './paths.mjs';
import { accepts, until } from './ports.mjs';
import { SetupError } from './print.mjs';

/** Starts the mail catcher: an SMTP server that sends nothing on and shows what it got at `<MAIL_CATCHER_URL>/mails`. */
export async function startMailCatcher(children, { smtpPort, httpPort, folder, log }) {
  const program = join(ROOT, 'scripts', 'src', 'mail-catcher.ts');
  const args = [program, '--smtp-port', String(smtpPort), '--http-port', String(httpPort), '--folder', folder];
  const child = children.start('mail catcher', NODE, args, { log });
  const open = async () => (await accepts(smtpPort)) && (await accepts(httpPort));
  const up = await until(open, { withinMs: 15_000, gone: () => child.end !== undefined });
  if (!up || child.end) {
    const taken = /EADDRINUSE/.test(tail(log, 40));
    throw new SetupError(
      taken
        ? `Port ${smtpPort} or ${httpPort} was taken while the mail catcher started: run the same command again.`
        : `The mail catcher did not start: its log is ${log}.`,
    );
  }
  return { child, SMTP_URL: `smtp://127.0.0.1:${smtpPort}`, MAIL_CATCHER_URL: `http://127.0.0.1:${httpPort}` };
}
