import { versionTag } from '../../platform/http/conditional.ts';
import type { Contract as ContractView } from '../../platform/http/contract.types.gen.ts';
import { type Contract, showsNote, type Viewer } from './contracts.model.ts';

/** The tag of what this caller is shown: who sees no note must not be told that an answer with one still stands. */
export const tagOf = (viewer: Viewer, { version, note }: Contract): string =>
  versionTag(version, note === undefined || showsNote(viewer) ? undefined : { note: 'not shown' });

/** A contract as the API shows it to this caller. */
export function presentContract(viewer: Viewer, contract: Contract): ContractView {
  return {
    id: contract.id,
    ...(contract.clientId === undefined ? {} : { clientId: contract.clientId }),
    ...(contract.carrierId === undefined ? {} : { carrierId: contract.carrierId }),
    transportType: contract.transportType,
    gridId: contract.gridId,
    validFrom: contract.validFrom.toISOString(),
    ...(contract.validTo === undefined ? {} : { validTo: contract.validTo.toISOString() }),
    ...(contract.note === undefined || !showsNote(viewer) ? {} : { note: contract.note }),
    status: contract.status,
    version: contract.version,
    createdAt: contract.createdAt.toISOString(),
    updatedAt: contract.updatedAt.toISOString(),
  };
}
