import type { Contract as ContractView } from '../../platform/http/contract.types.gen.ts';
import { type Contract, showsNote, type Viewer } from './contracts.model.ts';

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
