import type { VersionedDocument } from '../../platform/db/versioned.ts';
import type {
  ContractPatch,
  ContractStatus,
  NewContract,
  TransportType,
} from '../../platform/http/contract.types.gen.ts';

/** Whom a contract is with. */
export type Party = { readonly clientId: string } | { readonly carrierId: string };

/** What a client pays, or what a carrier costs, for one transport type: the prices of one grid, for a time. */
export interface Contract extends VersionedDocument {
  /** It is with a client or with a carrier: exactly one of the two is there. */
  readonly clientId?: string;
  readonly carrierId?: string;
  readonly transportType: TransportType;
  readonly gridId: string;
  readonly validFrom: Date;
  /** Exclusive; absent while no end is agreed. */
  readonly validTo?: Date;
  /** For staff alone. */
  readonly note?: string;
  readonly status: ContractStatus;
  /** Whether it has ever been active. A draft that was given up never was, so nobody but staff ever sees it. */
  readonly activated: boolean;
  /** When it became active: before that it took nobody's price away, whatever its `validFrom` says. */
  readonly activatedAt?: Date;
}

/** Every move a contract may make. A status missing from a row is a move we refuse. */
export const NEXT: Readonly<Record<ContractStatus, readonly ContractStatus[]>> = {
  draft: ['active', 'ended'],
  active: ['ended'],
  ended: [],
};

/** The moves a contract may make at a moment: a draft whose end has passed would price nothing, so it is only given up. */
export const movesAt = (contract: Contract, at: Date): readonly ContractStatus[] =>
  contract.status === 'draft' && hasRunOut(contract, at) ? ['ended'] : NEXT[contract.status];

/** What may still be changed: once it prices, both sides rely on the grid and on the beginning. */
export const MAY_CHANGE: Readonly<Record<ContractStatus, readonly (keyof ContractPatch)[]>> = {
  draft: ['gridId', 'validFrom', 'validTo', 'note'],
  active: ['validTo', 'note'],
  ended: [],
};

/** A new contract is a draft and prices nothing; `head` is its keys and times. */
export function newContract(head: VersionedDocument, { validFrom, validTo, ...input }: NewContract): Contract {
  return {
    ...head,
    ...input,
    validFrom: new Date(validFrom),
    ...(validTo === undefined ? {} : { validTo: new Date(validTo) }),
    status: 'draft',
    activated: false,
  };
}

export function partyOf(contract: Pick<Contract, 'clientId' | 'carrierId'>): Party {
  if (contract.clientId !== undefined) return { clientId: contract.clientId };
  return { carrierId: contract.carrierId ?? '' }; // one of the two is always there
}

/** Whether its end has passed. The clock ends a contract, whatever its status still says. */
export const hasRunOut = ({ validTo }: Pick<Contract, 'validTo'>, at: Date): boolean =>
  validTo !== undefined && validTo <= at;

/** Its status by the clock: an active contract that has run out is ended, also before anybody wrote that down. */
export const statusAt = (contract: Contract, at: Date): ContractStatus =>
  contract.status === 'active' && hasRunOut(contract, at) ? 'ended' : contract.status;

/** What a write changes; fields in `unset` are taken away. */
export interface ContractChange {
  readonly set: Partial<Omit<Contract, keyof VersionedDocument | 'clientId' | 'carrierId' | 'transportType'>>;
  readonly unset?: readonly ('validTo' | 'note')[];
}

/** A merge patch as a change: times become dates, and null takes a field away. */
export function changeOf({ gridId, validFrom, validTo, note }: ContractPatch): ContractChange {
  const unset = [...(validTo === null ? (['validTo'] as const) : []), ...(note === null ? (['note'] as const) : [])];
  return {
    set: {
      ...(gridId === undefined ? {} : { gridId }),
      ...(validFrom === undefined ? {} : { validFrom: new Date(validFrom) }),
      ...(typeof validTo === 'string' ? { validTo: new Date(validTo) } : {}),
      ...(typeof note === 'string' ? { note } : {}),
    },
    unset,
  };
}

/** The move to a status: who ends a contract before its time gives it that end. */
export function moveTo(contract: Contract, to: 'active' | 'ended', at: Date): ContractChange {
  if (to === 'active') return { set: { status: 'active', activated: true, activatedAt: at } };
  return { set: { status: 'ended', ...(hasRunOut(contract, at) ? {} : { validTo: at }) } };
}

/** Who looks, as far as it matters here. */
export interface Viewer {
  readonly role: string;
  readonly clientId?: string;
  readonly carrierId?: string;
}

const isStaff = ({ role }: Viewer): boolean => role === 'admin' || role === 'dispatcher';

/** Which contracts a caller sees, as a filter: staff all, a client and a carrier their own that have been active. */
export function boundOf(viewer: Viewer): Partial<Pick<Contract, 'clientId' | 'carrierId' | 'activated'>> | 'none' {
  if (isStaff(viewer)) return {};
  const { role, clientId, carrierId } = viewer;
  if (role === 'client' && clientId !== undefined) return { clientId, activated: true };
  if (role === 'carrier' && carrierId !== undefined) return { carrierId, activated: true };
  return 'none';
}

/** Whether a caller sees this contract. */
export function maySee(viewer: Viewer, contract: Contract): boolean {
  const bound = boundOf(viewer);
  if (bound === 'none') return false;
  return (Object.keys(bound) as (keyof typeof bound)[]).every((name) => contract[name] === bound[name]);
}

/** What staff write down about a contract is not for the other side. */
export const showsNote = isStaff;
