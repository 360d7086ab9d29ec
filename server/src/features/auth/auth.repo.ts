import { isDuplicateKey } from '../../platform/db/errors.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import type { Mongo } from '../../platform/db/mongo.ts';
import type { KeysetQuery } from '../../platform/db/page.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import { EmailTaken } from './auth.errors.ts';
import type { Session, User } from './auth.model.ts';

export const authIndexes: readonly CollectionIndexes[] = [
  {
    collection: 'users',
    indexes: [
      { name: 'email', key: { tenantId: 1, email: 1 }, unique: true, serves: ['byEmail'] },
      { name: 'newest', key: { tenantId: 1, createdAt: -1, _id: -1 }, serves: ['listUsers'] },
      { name: 'role_newest', key: { tenantId: 1, role: 1, createdAt: -1, _id: -1 }, serves: ['listUsersByRole'] },
      {
        name: 'client',
        key: { tenantId: 1, clientId: 1 },
        partialFilterExpression: { clientId: { $exists: true } },
        serves: ['usersOfClient'],
      },
    ],
  },
  {
    collection: 'sessions',
    indexes: [
      { name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0, serves: ['ttl'] },
      { name: 'user', key: { tenantId: 1, userId: 1 }, serves: ['openSessionsOf'] },
    ],
  },
];

export type AuthRepo = ReturnType<typeof createAuthRepo>;

/** Users and sessions. */
export function createAuthRepo(mongo: Mongo) {
  const users = tenantCollection<User>(mongo.db, 'users');
  const sessions = tenantCollection<Session>(mongo.db, 'sessions');

  return {
    userKey: users.key,
    sessionKey: sessions.key,
    user: (ctx: TenantCtx, id: string) => users.get(ctx, id),
    userByEmail: (ctx: TenantCtx, email: string) => users.findOne(ctx, { email: email.toLowerCase() }),
    async insertUser(ctx: TenantCtx, user: User): Promise<void> {
      try {
        await users.insert(ctx, user);
      } catch (error) {
        throw isDuplicateKey(error, 'email') ? EmailTaken({ email: user.email }) : error;
      }
    },
    listUsers: (ctx: TenantCtx, filter: Partial<Pick<User, 'role'>>, at: KeysetQuery) =>
      users.find(
        ctx,
        { $and: [filter, at.filter] },
        { sort: at.sort, limit: at.limit, projection: { passwordHash: 0 } },
      ),
    countUsers: (ctx: TenantCtx, filter: Partial<Pick<User, 'role'>>, atMost: number) =>
      users.count(ctx, filter, atMost),
    /** People of a client who are not erased yet. */
    usersOfClient: (ctx: TenantCtx, clientId: string, limit: number) =>
      users.find<Pick<User, 'id'>>(ctx, { clientId, erasedAt: { $exists: false } }, { limit, projection: { id: 1 } }),
    eraseUser: (
      ctx: TenantCtx,
      id: string,
      left: Pick<User, 'name' | 'email' | 'passwordHash'> & { readonly erasedAt: Date },
    ) => users.update(ctx, { _id: users.key(ctx, id) }, { $set: left }),
    openSessionsOf: (ctx: TenantCtx, userId: string) =>
      sessions.find<Pick<Session, 'id'>>(
        ctx,
        { userId, revokedAt: { $exists: false } },
        { limit: 1_000, projection: { id: 1 } },
      ),
    insertSession: (ctx: TenantCtx, session: Session) => sessions.insert(ctx, session),
    session: (ctx: TenantCtx, id: string) => sessions.get(ctx, id),
    /** Moves the session to its next generation; null when another request was first. */
    rotateSession: (ctx: TenantCtx, session: Session, now: Date) =>
      sessions.update(
        ctx,
        { _id: session._id, generation: session.generation, revokedAt: { $exists: false } },
        { $inc: { generation: 1 }, $set: { rotatedAt: now } },
      ),
    revokeSession: (ctx: TenantCtx, id: string, now: Date) =>
      sessions.update(ctx, { _id: sessions.key(ctx, id), revokedAt: { $exists: false } }, { $set: { revokedAt: now } }),
  };
}
