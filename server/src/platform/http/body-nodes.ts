import { limits } from '../config/limits.ts';
import { InvalidRequest } from './errors.ts';

/**
 * Refuses a body with more fields and items than any ordinary request has, before a validator looks at it: listing all
 * mistakes of a hundred thousand items would hold the process for seconds.
 */
export function assertFewNodes(body: unknown): void {
  const waiting: unknown[] = [body];
  let nodes = 0;
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== 'object' || value === null) continue;
    const inner = Object.values(value);
    nodes += inner.length;
    if (nodes > limits.size.bodyNodes) {
      const message = `the body has more than ${limits.size.bodyNodes} fields and items.`;
      const errors = [{ pointer: '', code: 'too_many', message }];
      throw InvalidRequest({ errors }, { errors });
    }
    for (const one of inner) waiting.push(one);
  }
}
