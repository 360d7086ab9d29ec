import type { Collection } from 'mongodb';
import type { Mongo } from '../db/mongo.ts';

/** Long enough for a slow round, short enough that a killed leader is soon followed by another. */
export const LEASE_MS = 4_000;

/** A lease on a piece of work that only one process may do at a time. */
export interface Leader {
  /** True while this process holds the lease; takes it when it is free. */
  lead(): Promise<boolean>;
  /** Gives the lease back, so that another process need not wait for it to run out. */
  release(): Promise<void>;
}

/** A lease is a document with an end. Its work must bear two holders for a moment: a frozen one may thaw late. */
export function createLeader(mongo: Mongo, name: string, owner: string, now: () => Date): Leader {
  const leases: Collection<{ _id: string; owner: string; until: Date }> = mongo.db.collection('leases');
  return {
    async lead() {
      const at = now();
      const mine = { $set: { owner, until: new Date(at.getTime() + LEASE_MS) } };
      try {
        const result = await leases.updateOne({ _id: name, $or: [{ owner }, { until: { $lte: at } }] }, mine, {
          upsert: true,
          maxTimeMS: 2_000,
        });
        return result.matchedCount + result.upsertedCount === 1;
      } catch (error) {
        // The upsert met the other holder's document.
        if ((error as { code?: number }).code === 11_000) return false;
        throw error;
      }
    },
    async release() {
      await leases.deleteOne({ _id: name, owner });
    },
  };
}
