import { createHash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { canonicalize } from 'json-canonicalize';
import { AppError, type FieldError } from '../errors/app-error.ts';
import { assertFewNodes } from './body-nodes.ts';
import type { Ctx } from './context.ts';
import type { OperationId } from './contract.gen.ts';
import { DeadlineExceeded, InvalidRequest } from './errors.ts';
import type { OperationRow } from './operation.ts';
import { type Problem, problemReply } from './problem.ts';
import { findings, type Validator } from './validate.ts';
import * as validators from './validators.gen.js';

/** How many items of a bulk there are, by what they ask for. */
export interface BulkCount {
  readonly creates: number;
  readonly changes: number;
}

/**
 * Charges the items of a bulk; gives the headers that say what is left, or throws `rate_limited` for the whole when a
 * bucket cannot hold all of them.
 */
export type ChargeBulk = (ctx: Ctx, op: OperationRow, items: BulkCount) => Promise<Readonly<Record<string, string>>>;

const itemsOf = (body: unknown) => (body as { items: readonly object[] }).items; // by the envelope's schema

/** What a bulk asks for; its envelope has been found valid, its items have not been looked at. */
export function countItems(body: unknown): BulkCount {
  const items = itemsOf(body);
  const creates = items.filter((item) => Object.hasOwn(item, 'create')).length;
  return { creates, changes: items.length - creates };
}

/**
 * SHA-256 of a bulk's canonical JSON (RFC 8785), which is its items' one after the other: the loop is let go between
 * them. Throws `invalid_request` for the whole at an item with more in it than anybody needs.
 */
export async function hashOfBulk(body: unknown): Promise<string> {
  const hash = createHash('sha256').update('{"items":[');
  for (const [index, item] of itemsOf(body).entries()) {
    await turn();
    assertFewNodes(item, 'the item', `/items/${index}`);
    hash.update(`${index === 0 ? '' : ','}${canonicalize(item)}`);
  }
  return hash.update(']}').digest('hex');
}

/** An item's answer: `status` as its own call would have answered, with the result of `one` or a problem. */
export type BulkRow<R> = { readonly index: number; readonly status: number } & (R | { readonly problem: Problem });

export interface BulkOptions {
  readonly operation: OperationId;
  /** How many at once; 1 inside a transaction, whose session takes one call at a time. */
  readonly parallel: number;
  /** `thrown` answers refusals only and lets failures of ours end the whole, which a transaction needs. */
  readonly failures: 'answered' | 'thrown';
}

/**
 * Does the items of a bulk, each judged by itself: one that is malformed or refused is answered with its problem and
 * holds up no other. The loop is let go between items, because judging five hundred takes longer than anybody should
 * wait. Behind the deadline nobody waits, and nothing more is begun.
 */
export async function eachItem<I extends object, R extends object>(
  ctx: Ctx,
  items: readonly I[],
  { operation, parallel, failures }: BulkOptions,
  one: (item: I, index: number) => Promise<{ readonly status: number } & R>,
): Promise<BulkRow<R>[]> {
  const validator = (validators as Record<string, Validator>)[`${operation}Item`];
  if (!validator) throw new Error(`The contract has no validator ${operation}Item; run npm run gen.`);
  const rows = new Array<BulkRow<R>>(items.length);
  const waiting = items.entries();
  let over = false;

  const work = async () => {
    for (const [index, item] of waiting) {
      await turn();
      if (over) return;
      rows[index] = { index, ...(await answer(item, index)) } as BulkRow<R>; // either form, by what happened
    }
  };
  const answer = async (item: I, index: number) => {
    try {
      if (ctx.deadline.remainingMs() === 0) throw DeadlineExceeded({});
      assertValidItem(validator, item, index);
      return await one(item, index);
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) {
        over = failures === 'thrown';
        if (over) throw error;
        ctx.log.error({ err: error, operationId: operation, index, requestId: ctx.requestId }, 'an item failed');
      }
      const { status, body } = problemReply(error, { requestId: ctx.requestId, instance: `#/items/${index}` });
      return { status, problem: body };
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, items.length) }, work));
  return rows;
}

/** Five hundred items with twenty sentences each would be an answer of megabytes, and be kept for its replays. */
const MOST_ERRORS = 5;

function assertValidItem(validator: Validator, item: object, index: number): void {
  const pointer = `/items/${index}`;
  const errors = ofItsKind(item, findings(validator, item, pointer), pointer).slice(0, MOST_ERRORS);
  if (errors.length > 0) throw InvalidRequest({ errors }, { errors });
}

/** An item says by its one member what it asks for; that it asks for nothing else is no mistake of its. */
function ofItsKind(item: object, errors: readonly FieldError[], pointer: string): readonly FieldError[] {
  const [kind, other] = KINDS.filter((name) => Object.hasOwn(item, name));
  if (kind === undefined || other !== undefined) return errors;
  const elsewhere = KINDS.filter((name) => name !== kind).map((name) => `${pointer}/${name}`);
  return errors.filter(
    (error) =>
      !(error.code === 'unknown_field' && error.pointer === `${pointer}/${kind}`) &&
      !(error.code === 'required' && elsewhere.includes(error.pointer)),
  );
}

const KINDS = ['create', 'amend', 'transition'];
