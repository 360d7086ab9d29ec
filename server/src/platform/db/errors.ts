import { MongoError, MongoServerError } from 'mongodb';
import { DeadlineExceeded, ServiceUnavailable } from '../http/errors.ts';

const MAX_TIME_EXPIRED = 50;

/** True when a unique index refused a write. `index` narrows it to one index by name. */
export function isDuplicateKey(error: unknown, index?: string): boolean {
  if (!(error instanceof MongoServerError) || error.code !== 11_000) return false;
  return index === undefined || error.message.includes(`index: ${index} `) || error.message.includes(`index: ${index}`);
}

/**
 * What an error of the driver means for a caller: a query over its time is 504; a server that cannot be reached, an
 * exhausted pool and a write whose majority did not confirm in time are 503, and the key decides on the next attempt.
 */
export function toAppError(error: unknown): unknown {
  if (!(error instanceof MongoError)) return error;
  if (error instanceof MongoServerError && error.code === MAX_TIME_EXPIRED) return DeadlineExceeded({}, { cause: error });
  const unreachable = ['MongoServerSelectionError', 'MongoWaitQueueTimeoutError', 'MongoNetworkError', 'MongoNetworkTimeoutError', 'MongoPoolClearedError', 'MongoPoolClosedError', 'MongoTopologyClosedError', 'MongoNotConnectedError', 'MongoWriteConcernError'];
  if (unreachable.includes(error.name) || error.hasErrorLabel('RetryableWriteError') || error.hasErrorLabel('TransientTransactionError')) {
    return ServiceUnavailable({ reason: 'The database does not answer in time; whether this took effect is unknown.' }, { cause: error });
  }
  return error;
}
