import { MongoBulkWriteError, MongoError, MongoServerError } from 'mongodb';
import { DeadlineExceeded, ServiceUnavailable } from '../http/errors.ts';

const MAX_TIME_EXPIRED = 50;
/**
 * What a server answers that is going away or is not the primary (any more). Writes carry a label for it; reads do
 * not, and the driver has tried both twice before we see the error.
 */
const NOT_SERVING = [91, 189, 10_058, 10_107, 11_600, 11_602, 13_435, 13_436];

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
  // Writes of many documents hide what came between them and the server.
  if (error instanceof MongoBulkWriteError && error.errorResponse instanceof MongoError)
    return toAppError(error.errorResponse);
  if (error instanceof MongoServerError && error.code === MAX_TIME_EXPIRED)
    return DeadlineExceeded({}, { cause: error });
  const notServing = error instanceof MongoServerError && NOT_SERVING.includes(Number(error.code));
  const unreachable =
    notServing ||
    [
      'MongoServerSelectionError',
      'MongoWaitQueueTimeoutError',
      'MongoNetworkError',
      'MongoNetworkTimeoutError',
      'MongoPoolClearedError',
      'MongoPoolClosedError',
      'MongoTopologyClosedError',
      'MongoNotConnectedError',
      'MongoWriteConcernError',
    ].includes(error.name);
  if (unreachable || error.hasErrorLabel('RetryableWriteError') || error.hasErrorLabel('TransientTransactionError')) {
    return ServiceUnavailable(
      { reason: 'The database does not answer in time; whether this took effect is unknown.' },
      { cause: error },
    );
  }
  return error;
}
