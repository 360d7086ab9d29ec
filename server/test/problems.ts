import { expect } from 'vitest';
import type { Answer } from './caller.ts';

/** Asserts a refusal down to its shape: RFC 9457 with our members, and a request id that is the header's. */
export function expectProblem(answer: Answer, status: number, code: string): void {
  expect(answer, answer.text).toMatchObject({ status, body: { code } });
  expect(answer.headers['content-type']).toContain('application/problem+json');
  expect(answer.headers['cache-control']).toBe('no-store');
  expect(answer.body).toMatchObject({ type: `/errors/${code}`, status, requestId: answer.headers['x-request-id'] });
  expect(answer.body.detail).toMatch(/\S/);
  expect(answer.text).not.toMatch(/node_modules|MongoError|MongoServerError|\bat .*\.ts:\d/);
}

/** Asserts that a refusal says when to try again. */
export function expectRetryAfter(answer: Answer): void {
  expect(Number(answer.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  expect(answer.body.retryable).toBe(true);
}
