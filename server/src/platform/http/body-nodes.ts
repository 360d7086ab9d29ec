import { limits } from '../config/limits.ts';
import type { AppError } from '../errors/app-error.ts';
import { InvalidRequest } from './errors.ts';

/** The refusal of a body, or a part of one, with more fields and items than anybody needs. */
export function tooMany(what: string, most: number, pointer = ''): AppError {
  const errors = [{ pointer, code: 'too_many', message: `${what} has more than ${most} fields and items.` }];
  return InvalidRequest({ errors }, { errors });
}

/**
 * Refuses a body with more fields and items than any ordinary request has, before a validator looks at it: listing all
 * mistakes of a hundred thousand items would hold the process for seconds.
 */
export function assertFewNodes(body: unknown, what = 'the body', pointer = ''): void {
  const waiting: unknown[] = [body];
  let nodes = 0;
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    const inner = Object.values(value);
    nodes += inner.length;
    if (nodes > limits.size.bodyNodes) throw tooMany(what, limits.size.bodyNodes, pointer);
    for (const one of inner) waiting.push(one);
  }
}
