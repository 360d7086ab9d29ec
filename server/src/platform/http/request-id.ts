import { randomUUID } from 'node:crypto';

/** The caller's request id where it is harmless in logs and headers, else one of ours. */
export function requestIdOf(header: string | string[] | undefined): string {
  return typeof header === 'string' && /^[A-Za-z0-9_-]{8,64}$/.test(header) ? header : randomUUID();
}
