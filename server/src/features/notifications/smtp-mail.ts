import { createHash } from 'node:crypto';
import type { Transporter } from 'nodemailer';
import type { Part } from '../../platform/lifecycle.ts';
import type { Mail, OutgoingMail } from './mail.ts';

/** Together below the 30 s that a job has, in milliseconds. */
const TIMEOUTS = { connectionTimeout: 5_000, greetingTimeout: 5_000, dnsTimeout: 5_000, socketTimeout: 10_000 };
/** Connections that a process keeps to its server. */
const CONNECTIONS = 2;

export interface SmtpOptions {
  /** `smtp://` or `smtps://`, with user and password where the server asks for them. */
  readonly url: string;
  /** `Name <address>` or an address; its domain stands in every Message-ID. */
  readonly from: string;
}

/** Mails over SMTP. The library is loaded, and a connection made, with the first mail: most processes send none. */
export function createSmtpMail({ url, from }: SmtpOptions): Mail & Part {
  let opening: Promise<Transporter> | undefined;

  const open = async (): Promise<Transporter> => {
    const { createTransport } = await import('nodemailer');
    return createTransport({
      url,
      pool: true,
      maxConnections: CONNECTIONS,
      ...TIMEOUTS,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
  };

  return {
    name: 'smtp',
    async send(mail) {
      opening ??= open();
      const transport = await opening;
      await transport.sendMail({
        from,
        to: mail.to,
        subject: mail.subject,
        text: mail.text,
        messageId: messageIdOf(mail, from),
      });
    },
    async stop() {
      (await opening)?.close();
    },
  };
}

/** A Message-ID (RFC 5322) that is the same for the same mail, and tells nobody what it is about. */
export function messageIdOf({ messageId }: Pick<OutgoingMail, 'messageId'>, from: string): string {
  const domain = /@([^\s<>@]+)>?\s*$/.exec(from)?.[1] ?? 'localhost';
  return `<${createHash('sha256').update(messageId).digest('hex').slice(0, 40)}@${domain}>`;
}
