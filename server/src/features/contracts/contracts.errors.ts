import { defineError } from '../../platform/errors/app-error.ts';

export const ContractAlreadyActive = defineError<{ with: 'client' | 'carrier'; transportType: string; other: string }>({
  code: 'contract_already_active',
  status: 409,
  title: 'Another contract is active',
  detail: ({ with: party, transportType, other }) =>
    `This ${party} has an active contract for ${transportType}: ${other}. End that one first.`,
  why: 'A client, and a carrier, has one active contract for a transport type, so that every price has one origin. Of two that are activated at the same time the first wins.',
  fix: 'End the contract named in the detail, then activate this one; or leave the other as it is.',
});

export const ContractCannotMove = defineError<{
  id: string;
  from: string;
  to: string;
  allowed: readonly string[];
  /** The end of a draft that lies behind us already. */
  passed?: string | undefined;
}>({
  code: 'contract_cannot_move',
  status: 409,
  title: 'The contract cannot make this move',
  detail: ({ id, from, to, allowed, passed }) => {
    if (passed !== undefined)
      return `Contract ${id} is ${from} and its validTo, ${passed}, has passed, so it would price nothing; give it a later validTo, or end it.`;
    return allowed.length > 0
      ? `Contract ${id} is ${from}; it can become ${allowed.join(' or ')}, not ${to}.`
      : `Contract ${id} is ${from}, which is final; it cannot become ${to}.`;
  },
  why: 'A contract goes from draft to active to ended, or from draft to ended, and never back. A draft whose validTo has passed is not activated any more.',
  fix: 'Make one of the moves in `allowed`, give the draft a later validTo, or draft a new contract.',
});

export const ContractCannotBeAmended = defineError<{
  id: string;
  status: string;
  fields: readonly string[];
  allowed: readonly string[];
}>({
  code: 'contract_cannot_be_amended',
  status: 409,
  title: 'This part of the contract is fixed',
  detail: ({ id, status, fields, allowed }) =>
    allowed.length > 0
      ? `Contract ${id} is ${status}: ${fields.join(' and ')} cannot change any more, only ${allowed.join(' and ')}.`
      : `Contract ${id} is ${status}: nothing of it can change any more.`,
  why: 'Prices have been quoted by an active contract, so its grid and its beginning stay; an ended one, also one whose validTo has passed, is history.',
  fix: 'Change only what is in `allowed`. For another grid draft a new contract, end this one and activate that; for new prices add a version to its grid.',
});

export const GridDoesNotFit = defineError<{ gridId: string; prices: string; transportType: string }>({
  code: 'grid_does_not_fit',
  status: 422,
  title: 'The grid is for another transport type',
  detail: ({ gridId, prices, transportType }) =>
    `Grid ${gridId} prices ${prices}; this contract is for ${transportType}.`,
  why: 'A contract is for one transport type, and so is a grid; they must be the same.',
  fix: 'Name a grid of the contract’s transport type.',
});
