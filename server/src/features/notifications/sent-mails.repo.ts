import { isDuplicateKey } from '../../platform/db/errors.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';

/** That a mail was sent, or that somebody is just sending it. */
interface SentMail {
  /** `<tenantId>:<key of the mail>` */
  readonly _id: string;
  readonly tenantId: string;
  readonly createdAt: Date;
  /** Until then it is being sent by `owner`; absent once it was sent. */
  readonly until?: Date;
  readonly owner: string;
  readonly sentAt?: Date;
}

const KEPT_SECONDS = 30 * 24 * 3_600;
/** Longer than a sending may take, so that nobody is taken for dead who still sends. */
const CLAIM_MS = 60_000;

export const sentMailsIndexes: CollectionIndexes = {
  collection: 'sent_mails',
  indexes: [{ name: 'expiry', key: { createdAt: 1 }, expireAfterSeconds: KEPT_SECONDS, serves: ['ttl'] }],
};

export interface MailClaim {
  /** Names the mail within its tenant. */
  readonly key: string;
  /** Who sends; another one for each try. */
  readonly owner: string;
  readonly now: Date;
}

export type SentMailsRepo = ReturnType<typeof createSentMailsRepo>;

/** Remembers for thirty days which mails were sent. */
export function createSentMailsRepo(mongo: Mongo) {
  const mails = tenantCollection<SentMail>(mongo.db, 'sent_mails');

  return {
    /** `mine`: send it, then say how that went · `sent`: it was sent · `busy`: somebody else is sending it, or died less than a minute ago. */
    async claim(ctx: TenantCtx, { key, owner, now }: MailClaim): Promise<'mine' | 'sent' | 'busy'> {
      const _id = mails.key(ctx, key);
      const until = new Date(now.getTime() + CLAIM_MS);
      try {
        await mails.insert(ctx, { _id, tenantId: ctx.tenantId, createdAt: now, until, owner });
        return 'mine';
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      if (await mails.update(ctx, { _id, until: { $lte: now } }, { $set: { until, owner } })) return 'mine';
      return (await mails.get(ctx, key))?.sentAt ? 'sent' : 'busy';
    },
    /** It was sent: nobody sends it again. */
    async sent(ctx: TenantCtx, { key, now }: Omit<MailClaim, 'owner'>): Promise<void> {
      await mails.update(ctx, { _id: mails.key(ctx, key) }, { $set: { sentAt: now }, $unset: { until: '' } });
    },
    /** It was not sent: the next try need not wait. */
    async giveBack(ctx: TenantCtx, { key, owner, now }: MailClaim): Promise<void> {
      await mails.update(
        ctx,
        { _id: mails.key(ctx, key), owner, sentAt: { $exists: false } },
        { $set: { until: now } },
      );
    },
  };
}
