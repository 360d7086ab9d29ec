import { created, ok, type Routes } from '../../platform/http/operation.ts';
import { pageReply, presented } from '../../platform/http/page-reply.ts';
import { amendContract } from './amend-contract.ts';
import type { ContractsDeps } from './contracts.deps.ts';
import { presentContract, tagOf } from './contracts.present.ts';
import { createContract } from './create-contract.ts';
import { getContract } from './get-contract.ts';
import { listContracts } from './list-contracts.ts';
import { moveContract } from './move-contract.ts';

export const contractsRoutes = (deps: ContractsDeps) =>
  ({
    createContract: async (ctx, { body }) => {
      const contract = await createContract(deps, ctx, body);
      return created(presentContract(ctx.actor, contract), { etag: tagOf(ctx.actor, contract) });
    },
    listContracts: async (ctx, { query }) =>
      pageReply(
        'listContracts',
        query,
        presented(await listContracts(deps, ctx, query), (contract) => presentContract(ctx.actor, contract)),
      ),
    getContract: async (ctx, { params }) => {
      const contract = await getContract(deps, ctx, params.contractId);
      return ok(presentContract(ctx.actor, contract), { etag: tagOf(ctx.actor, contract) });
    },
    amendContract: async (ctx, { params, body, ifMatch }) => {
      const contract = await amendContract(deps, ctx, params.contractId, { ifMatch, patch: body });
      return ok(presentContract(ctx.actor, contract), { etag: tagOf(ctx.actor, contract) });
    },
    moveContract: async (ctx, { params, body, ifMatch }) => {
      const contract = await moveContract(deps, ctx, params.contractId, { ifMatch, to: body.to });
      return ok(presentContract(ctx.actor, contract), { etag: tagOf(ctx.actor, contract) });
    },
  }) satisfies Routes;
