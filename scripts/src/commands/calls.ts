import { randomUUID } from 'node:crypto';
import type { App } from '../../../server/src/app.ts';
import { type AnonCtx, type Ctx, deadlineIn } from '../../../server/src/platform/http/context.ts';
import { API_VERSION } from '../../../server/src/platform/http/contract.gen.ts';
import type { OperationId } from '../../../server/src/platform/http/operation.ts';
import type { Logger } from '../../../server/src/platform/observability/log.ts';
import { Refusal } from './command.ts';

/** Longer than HTTP gives: nobody waits at the other end, and the first call also waits for the connection. */
const DEADLINE_MS = 20_000;

export interface Call {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  /** Lower-case names. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Calls an operation exactly as HTTP does, validation and all, and gives its body; a refusal is thrown as a sentence. */
export type Calls = <T>(id: OperationId, call?: Call) => Promise<T>;

/** A call context of nobody: for operations that need no token. */
export const anonCtx = (log: Logger): AnonCtx => ({
  requestId: randomUUID(),
  apiVersion: API_VERSION,
  deadline: deadlineIn(DEADLINE_MS),
  log,
  address: '127.0.0.1',
});

/** The context of the operator in a tenant: may what its admin may, and no limit counts him. */
export const operatorCtx = (log: Logger, tenantId: string): Ctx => ({
  ...anonCtx(log),
  tenantId,
  actor: { kind: 'system', id: 'ops', role: 'admin' },
});

/** Makes `calls` for whomever `ctx` gives; it is asked anew for each call, because each has its own deadline. */
export function createCalls(app: Pick<App, 'run'>, ctx: () => AnonCtx | Ctx): Calls {
  return async <T>(id: OperationId, { params = {}, query = {}, headers = {}, body }: Call = {}) => {
    const reply = await app.run(id, ctx(), { instance: `ops:${id}`, params, query, headers, body });
    // Reads from the cache come as bytes.
    const content: unknown = Buffer.isBuffer(reply.body) ? JSON.parse(reply.body.toString('utf8')) : reply.body;
    if (reply.status >= 400) throw new Refusal(`${id} was refused: ${reasonOf(content)}`);
    return content as T; // the contract's tests hold every operation to its type
  };
}

function reasonOf(problem: unknown): string {
  const { detail, errors = [] } = problem as {
    detail?: string;
    errors?: readonly { pointer: string; message: string }[];
  }; // RFC 9457, by our own errors
  const first = errors[0];
  return `${detail ?? 'no reason was given.'}${first ? ` (${first.pointer} ${first.message})` : ''}`;
}

/** All rows of a list, page by page. */
export async function allOf<T>(
  calls: Calls,
  id: OperationId,
  query: Readonly<Record<string, unknown>> = {},
): Promise<T[]> {
  const rows: T[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await calls<{ data: T[]; next?: string }>(id, {
      query: { ...query, limit: '100', ...(cursor ? { cursor } : {}) },
    });
    rows.push(...page.data);
    if (page.next === undefined) return rows;
    cursor = page.next;
  }
}
