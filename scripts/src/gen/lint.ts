import { createConfig, lint } from '@redocly/openapi-core';
import { type Contract, type Operation, operationsOf } from './contract.ts';

const REQUIRED = ['x-resource', 'x-idempotent', 'x-cache', 'x-cost', 'x-problems', 'summary', 'description', 'tags'];
const COSTS = ['none', 'read', 'list', 'write', 'export', 'submission', 'report'];

const PAGING = ['limit', 'cursor', 'count', 'fields'];

/** What is wrong with the contract, one sentence each; empty when nothing is. */
export async function lintContract(root: URL, contract: Contract): Promise<string[]> {
  const config = await createConfig({
    extends: ['recommended'],
    // Probes and keys refuse nothing, so they document no 4xx.
    rules: { 'operation-4xx-response': 'off' },
  });
  const general = await lint({ ref: new URL('openapi.yaml', root).pathname, config });
  // Frames and what they carry are used by x-websocket, which the general rules do not know.
  const ours = general.filter((p) => !(p.ruleId === 'no-unused-components' && /"(Frame|Live)/.test(p.message)));
  const findings = ours.map((p) => `${p.location[0]?.pointer ?? ''}: ${p.message} (${p.ruleId})`);
  return [...findings, ...operationsOf(contract).flatMap((op) => lintOperation(contract, op))];
}

function lintOperation(contract: Contract, op: Operation): string[] {
  const findings = REQUIRED.filter((key) => !(key in op.raw)).map((key) => `${op.id}: ${key} is missing.`);
  const codes = (contract.components.schemas.ProblemCode as { enum: string[] }).enum;
  const responses = Object.keys((op.raw.responses as object | undefined) ?? {});
  for (const code of (op.raw['x-problems'] as string[] | undefined) ?? []) {
    if (!codes.includes(code)) findings.push(`${op.id}: x-problems names ${code}, which ProblemCode does not list.`);
  }
  if (!op.public && !Array.isArray(op.raw['x-roles'])) findings.push(`${op.id}: x-roles is missing; who may call it?`);
  if (!COSTS.includes(String(op.raw['x-cost']))) findings.push(`${op.id}: x-cost must be one of ${COSTS.join(', ')}.`);
  if (!['key', 'natural', 'none'].includes(String(op.raw['x-idempotent']))) {
    findings.push(`${op.id}: x-idempotent must be key, natural or none.`);
  }
  const takesKey = op.parameters.some((p) => p.name === 'Idempotency-Key');
  if (takesKey !== (op.raw['x-idempotent'] === 'key')) {
    findings.push(
      `${op.id}: x-idempotent is ${String(op.raw['x-idempotent'])}, but the header parameter says otherwise.`,
    );
  }
  if (op.parameters.some((p) => p.name === 'If-Match') && !responses.includes('428')) {
    findings.push(`${op.id}: takes If-Match, but does not document 428.`);
  }
  const filters = op.parameters.filter((p) => p.in === 'query' && !PAGING.includes(p.name));
  if (op.raw['x-page'] === 'cursor' && filters.length > 0 && !Array.isArray(op.raw['x-filters'])) {
    findings.push(`${op.id}: takes filters, but x-filters does not say which of them an index serves together.`);
  }
  if (op.bodySchema && !responses.includes('413')) findings.push(`${op.id}: takes a body, but does not document 413.`);
  return findings;
}
