import { MongoBulkWriteError, MongoNetworkError, MongoServerError } from 'mongodb';
import { describe, expect, it } from 'vitest';
import { toAppError } from './errors.ts';

const codeOf = (error: unknown) => (toAppError(error) as { code?: unknown }).code;
/** As the driver throws it from `insertMany`. */
const ofMany = (error: Error) => new MongoBulkWriteError(error as never, { insertedCount: 0 } as never); // the driver's own constructor

describe('an error of the driver', () => {
  it.each([
    ['a connection that was closed', new MongoNetworkError('closed'), 'service_unavailable'],
    ['a server that is shutting down', new MongoServerError({ message: 'bye', code: 91 }), 'service_unavailable'],
    ['a query over its time', new MongoServerError({ message: 'late', code: 50 }), 'deadline_exceeded'],
    ['what we did not foresee', new MongoServerError({ message: 'odd', code: 8_000 }), 8_000],
  ])('means the same to a caller for one document and for many: %s', (_what, error, code) => {
    expect([codeOf(error), codeOf(ofMany(error))]).toEqual([code, code]);
  });
});
