import type { Ctx } from '../../platform/http/context.ts';
import type { TransportType } from '../../platform/http/contract.types.gen.ts';
import type { Feature, Platform } from '../../platform/platform.ts';
import type { DailyTask } from '../../platform/queue/daily.ts';
import { activeContract, type ContractTerms } from './active-contract.ts';
import type { ContractsDeps, ContractsNeighbours } from './contracts.deps.ts';
import type { Party } from './contracts.model.ts';
import { contractsIndexes, createContractsRepo, type EndedOn } from './contracts.repo.ts';
import { contractsRoutes } from './contracts.routes.ts';
import { endRunOut } from './end-run-out.ts';

/** What other features may ask about contracts; every answer is read from MongoDB. */
export interface ContractsApi {
  /** The contract that prices a party's transports of this type at that moment or from a later one on; undefined when there is none. */
  active(ctx: Ctx, party: Party, transportType: TransportType, at: Date): Promise<ContractTerms | undefined>;
  /** Whether a contract of this client on this grid has been in force and has ended by then. */
  endedOn(ctx: Ctx, of: EndedOn, at: Date): Promise<boolean>;
  /** The grids that a client's active contracts name, begun or not, unless they have run out. */
  gridsOf(ctx: Ctx, clientId: string, at: Date): Promise<readonly string[]>;
  /** Takes what was noted out of the contracts with a client, whatever their status; gives the ids of all of them. */
  eraseNotesOf(ctx: Ctx, clientId: string): Promise<string[]>;
}

export interface ContractsFeature extends Feature {
  readonly api: ContractsApi;
  readonly daily: DailyTask;
}

/** By which grid a client pays and a carrier is paid. */
export function contractsFeature(
  { mongo, pager, log, now, invalidate }: Platform,
  neighbours: ContractsNeighbours,
): ContractsFeature {
  const contracts = createContractsRepo(mongo.db, pager);
  const deps: ContractsDeps = { contracts, log, now, invalidate, ...neighbours };
  return {
    routes: contractsRoutes(deps),
    indexes: [contractsIndexes],
    daily: endRunOut(deps),
    api: {
      active: (ctx, party, transportType, at) => activeContract(deps, ctx, party, transportType, at),
      endedOn: (ctx, of, at) => contracts.endedOn(ctx, of, at),
      gridsOf: (ctx, clientId, at) => contracts.gridsOf(ctx, clientId, at),
      eraseNotesOf: (ctx, clientId) => contracts.eraseNotesOf(ctx, clientId, now()),
    },
  };
}
