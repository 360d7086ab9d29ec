import { v7 } from 'uuid';
import type { TenantCtx } from '../../platform/db/tenant-collection.ts';
import type { Mail, OutgoingMail } from './mail.ts';
import type { SentMailsRepo } from './sent-mails.repo.ts';

export interface SendOnceDeps {
  readonly mail: Mail;
  readonly sentMails: SentMailsRepo;
  readonly now: () => Date;
}

/**
 * Sends a mail unless it was sent before; `messageId` names it within the tenant. Throws while somebody else is sending
 * it, so that the job comes again and sees how that went.
 *
 * One window stays, as no server takes a mail and our record in one step: when we die between its "250" and our record,
 * or its answer is lost, the mail goes out again. It bears the same Message-ID then.
 */
export async function sendOnce(
  deps: SendOnceDeps,
  ctx: TenantCtx,
  mail: OutgoingMail,
): Promise<'sent' | 'sent_before'> {
  const { sentMails, now } = deps;
  const key = mail.messageId;
  const owner = v7();
  const claim = await sentMails.claim(ctx, { key, owner, now: now() });
  if (claim === 'sent') return 'sent_before';
  if (claim === 'busy') throw new Error('Another worker is sending this mail, or died while it did.');
  try {
    await deps.mail.send({ ...mail, messageId: `${ctx.tenantId}:${key}` });
  } catch (error) {
    await sentMails.giveBack(ctx, { key, owner, now: now() });
    throw error;
  }
  await sentMails.sent(ctx, { key, now: now() });
  return 'sent';
}
