import type { Db, Filter, UpdateFilter } from 'mongodb';
import { limits } from '../../platform/config/limits.ts';
import { isDuplicateKey } from '../../platform/db/errors.ts';
import type { CollectionIndexes } from '../../platform/db/index-spec.ts';
import { type ListPage, type ListQuery, listPage } from '../../platform/db/list.ts';
import type { Pager } from '../../platform/db/page.ts';
import { type TenantCtx, tenantCollection } from '../../platform/db/tenant-collection.ts';
import type { TransportType } from '../../platform/http/contract.types.gen.ts';
import type { Contract, ContractChange, Party } from './contracts.model.ts';

/** Their duplicate keys say that somebody else's contract was first. */
const ONE_ACTIVE = ['one_active_per_client', 'one_active_per_carrier'] as const;

/** True when a contract was not written because the party has an active one already. */
export const isSecondActive = (error: unknown): boolean => ONE_ACTIVE.some((index) => isDuplicateKey(error, index));

const newest = { createdAt: -1, _id: -1 } as const;

export const contractsIndexes: CollectionIndexes = {
  collection: 'contracts',
  indexes: [
    { name: 'newest', key: { tenantId: 1, ...newest }, serves: ['listContracts of staff'] },
    { name: 'status_newest', key: { tenantId: 1, status: 1, ...newest }, serves: ['listContracts of staff by status'] },
    // What is not shown to the other side is passed over in the index; a party has few contracts, most of them shown.
    {
      name: 'client_newest',
      key: { tenantId: 1, clientId: 1, ...newest, activated: 1, status: 1 },
      serves: ['listContracts by clientId', 'listContracts of clients, also by status'],
    },
    {
      name: 'carrier_newest',
      key: { tenantId: 1, carrierId: 1, ...newest, activated: 1, status: 1 },
      serves: ['listContracts by carrierId', 'listContracts of carriers, also by status'],
    },
    {
      name: ONE_ACTIVE[0],
      key: { tenantId: 1, clientId: 1, transportType: 1 },
      unique: true,
      partialFilterExpression: { status: 'active', clientId: { $exists: true } },
      serves: ['moveContract: one active contract', 'active of a client', 'gridsOf'],
    },
    {
      name: ONE_ACTIVE[1],
      key: { tenantId: 1, carrierId: 1, transportType: 1 },
      unique: true,
      partialFilterExpression: { status: 'active', carrierId: { $exists: true } },
      serves: ['moveContract: one active contract', 'active of a carrier'],
    },
    {
      name: 'client_grid',
      key: { tenantId: 1, clientId: 1, gridId: 1, validTo: 1 },
      partialFilterExpression: { activated: true },
      serves: ['endedOn'],
    },
    { name: 'running_out', key: { validTo: 1 }, partialFilterExpression: { status: 'active' }, serves: ['runOut'] },
  ],
};

/** What a list of contracts may be narrowed to. */
export type ContractFilter = Partial<Pick<Contract, 'clientId' | 'carrierId' | 'status' | 'activated'>>;

/** One for each transport type, and there are five. */
const MOST_ACTIVE = 20;

/** The contracts of a tenant: kept for ever, because prices of orders came from them. */
export interface ContractsRepo {
  insert(ctx: TenantCtx, contract: Contract): Promise<void>;
  get(ctx: TenantCtx, id: string): Promise<Contract | null>;
  page(ctx: TenantCtx, query: ListQuery, filter: ContractFilter): Promise<ListPage<Contract>>;
  /** Writes a change of the contract as it was seen and counts its version up; null when it is at another version now. */
  change(ctx: TenantCtx, seen: Contract, change: ContractChange, at: Date): Promise<Contract | null>;
  /** The active contract, in force or not. */
  active(ctx: TenantCtx, party: Party, transportType: TransportType): Promise<Contract | null>;
  /** The grids of a client's active contracts that have not run out. */
  gridsOf(ctx: TenantCtx, clientId: string, at: Date): Promise<string[]>;
  /** Whether a contract of the client on this grid has been in force and has ended by then. */
  endedOn(ctx: TenantCtx, of: EndedOn, at: Date): Promise<boolean>;
  /** Takes what was noted out of the contracts with a client, each one more version of it; gives the ids of all. */
  eraseNotesOf(ctx: TenantCtx, clientId: string, at: Date): Promise<string[]>;
  /** Writes down that an active contract has run out; false when it had not, or somebody else has done it. */
  endRunOut(ctx: TenantCtx, id: string, at: Date): Promise<boolean>;
  /** The one question over all tenants, for the clock: active contracts that have run out, longest ago first. */
  runOut(at: Date, atMost: number): Promise<Pick<Contract, 'tenantId' | 'id'>[]>;
}

export interface EndedOn {
  readonly clientId: string;
  readonly transportType: TransportType;
  readonly gridId: string;
}

export function createContractsRepo(db: Db, pager: Pager): ContractsRepo {
  const contracts = tenantCollection<Contract>(db, 'contracts');

  return {
    insert: (ctx, contract) => contracts.insert(ctx, contract),
    get: (ctx, id) => contracts.get(ctx, id),
    page: (ctx, query, filter) => listPage({ pager, collection: contracts }, ctx, query, { ...filter }),
    change: (ctx, seen, { set, unset = [] }, at) =>
      contracts.update(
        ctx,
        { _id: seen._id, version: seen.version },
        {
          $set: { ...set, updatedAt: at },
          $inc: { version: 1 },
          ...(unset.length > 0 ? { $unset: Object.fromEntries(unset.map((name) => [name, ''])) } : {}),
        } as UpdateFilter<Contract>, // the names of `unset` are its own
      ),
    active: (ctx, party, transportType) =>
      contracts.findOne(ctx, { ...party, transportType, status: 'active' } as Filter<Contract>), // one of its own keys
    async gridsOf(ctx, clientId, at) {
      const found = await contracts.find<Pick<Contract, 'gridId'>>(
        ctx,
        { clientId, status: 'active', validTo: { $not: { $lte: at } } },
        { limit: MOST_ACTIVE, projection: { _id: 0, gridId: 1 } },
      );
      return found.map(({ gridId }) => gridId);
    },
    async endedOn(ctx, { clientId, transportType, gridId }, at) {
      // One that was ended before it began has never priced anything.
      const begun = { $expr: { $lt: ['$validFrom', '$validTo'] } };
      const filter = { clientId, gridId, transportType, activated: true, validTo: { $lte: at }, ...begun };
      return (await contracts.findOne(ctx, filter, { projection: { _id: 1 } })) !== null;
    },
    async eraseNotesOf(ctx, clientId, at) {
      const noted = { clientId, note: { $exists: true } };
      const erasure = { $unset: { note: '' as const }, $set: { updatedAt: at }, $inc: { version: 1 } };
      while (await contracts.update(ctx, noted, erasure, { projection: { _id: 1 } }));
      const own = await contracts.find<Pick<Contract, 'id'>>(
        ctx,
        { clientId },
        { limit: 1_000, projection: { id: 1 } },
      );
      return own.map(({ id }) => id);
    },
    endRunOut: async (ctx, id, at) =>
      (await contracts.update(
        ctx,
        { _id: contracts.key(ctx, id), status: 'active', validTo: { $lte: at } },
        { $set: { status: 'ended', updatedAt: at }, $inc: { version: 1 } },
        { projection: { _id: 1 } },
      )) !== null,
    runOut: (at, atMost) =>
      db
        .collection<Contract>('contracts')
        .find(
          { status: 'active', validTo: { $lte: at } },
          {
            sort: { validTo: 1 },
            limit: atMost,
            projection: { _id: 0, tenantId: 1, id: 1 },
            maxTimeMS: limits.db.maxTimeMs,
          },
        )
        .toArray(),
  };
}
