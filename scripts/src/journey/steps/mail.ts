import type { Checks } from '../checks.ts';
import type { Print } from '../print.ts';
import { eventually } from '../waiting.ts';
import type { AssignedOrder } from './dispatch.ts';

/** A mail as the catcher lists it. */
interface CaughtMail {
  readonly at: string;
  readonly subject: string;
  readonly text: string;
}

const ARRIVES_WITHIN_MS = 30_000;

/** Waits until the mail about an assignment lies in the driver's box. */
export async function readMail(
  mailsUrl: string,
  { order, driverEmail }: AssignedOrder,
  since: Date,
  print: Print,
): Promise<void> {
  const mail = await eventually(
    ARRIVES_WITHIN_MS,
    `a mail to ${driverEmail} about ${order.reference}`,
    async () => (await mailsAbout(mailsUrl, driverEmail, order.reference, since))[0],
  );
  print.line(`mail to ${driverEmail}: “${mail.subject}”`);
}

/** At the end, when nobody sends any more: one mail for one assignment. */
export async function countMails(
  mailsUrl: string,
  { order, driverEmail }: AssignedOrder,
  since: Date,
  checks: Checks,
): Promise<void> {
  const mails = await mailsAbout(mailsUrl, driverEmail, order.reference, since);
  checks.equal(`mails to the driver of ${order.reference}`, 1, mails.length);
  const told = mails.filter(
    ({ text }) => text.includes(order.pickup.address) && text.includes(order.delivery.address),
  ).length;
  checks.equal(`that name pick-up and delivery of ${order.reference}`, mails.length, told);
}

async function mailsAbout(mailsUrl: string, to: string, reference: string, since: Date): Promise<CaughtMail[]> {
  const response = await fetch(`${mailsUrl}/mails?to=${encodeURIComponent(to)}`);
  const mails = (await response.json()) as CaughtMail[]; // our own catcher
  return mails.filter(({ at, subject }) => subject.includes(reference) && at >= since.toISOString());
}
