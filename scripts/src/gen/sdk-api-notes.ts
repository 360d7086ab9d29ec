/** What the types cannot say of a door: what it throws, and what becomes of it without a network. */
export interface Note {
  readonly throws: string;
  readonly offline: string;
}

const note = (throws: string, offline: string): Note => ({ throws, offline });
const STORED = 'yes: stored on the device, sent later';
const DEVICE = 'yes';
const NETWORK = 'no';
const NEVER = '–';
const FULL = '`StorageError` when the device’s storage cannot be read';
const STATE =
  '`not_in_queue`, `record_sending`, `record_finished`, `maybe_sent` when the record’s state does not allow it';
const ORDERS = '`Validation` for what the server would surely refuse, `TimeoutError` after 10 s';

/**
 * By interface and member (`*`: all others of it), or by function. Every exported function must stand here, and of an
 * interface that stands here every method: a new door without a note fails generation, and so does a note without a door.
 */
export const NOTES: Readonly<Record<string, Note>> = {
  createSymphonia: note(NEVER, 'yes: starts nothing but the queue’s own look at what an earlier run left'),
  tokenSource: note(NEVER, DEVICE),
  isSymphoniaError: note(NEVER, DEVICE),
  'Symphonia.request': note('as the operation it calls', 'as the operation it calls, but for the queue'),
  'Symphonia.close': note(NEVER, DEVICE),
  'QueuedOrders.submit': note(
    `${ORDERS}, \`IdempotencyReuse\` for a draft submitted before with another content`,
    STORED,
  ),
  'QueuedOrders.amend': note(ORDERS, STORED),
  'QueuedOrders.transition': note(ORDERS, STORED),
  'QueuedOrders.cancel': note(ORDERS, 'yes: at once while the order never left the device, else stored'),
  'QueuedOrders.acceptAlternative': note(ORDERS, STORED),
  'QueuedOrders.attach': note(
    '`Validation` (`unsupported_media_type`, `body_too_large`), `StorageError` (`quota`) for a file that the device has no room for',
    STORED,
  ),
  'Submission.state': note(FULL, DEVICE),
  'Submission.accepted': note(
    '`AbortedError`, `TimeoutError` (`wait`); a refusal is an answer, not an error',
    'waits for the network',
  ),
  isRejected: note(NEVER, DEVICE),
  outbox: note(NEVER, DEVICE),
  memoryOutbox: note(NEVER, DEVICE),
  'Outbox.retry': note('`not_in_queue`, `not_in_attention`', DEVICE),
  'Outbox.replace': note(STATE, DEVICE),
  'Outbox.cancel': note(STATE, DEVICE),
  'Outbox.discard': note(`${STATE}; \`not_confirmed\` without \`{ confirm: true }\``, DEVICE),
  'Outbox.onAccepted': note(NEVER, DEVICE),
  'Outbox.onAttention': note(NEVER, DEVICE),
  'Outbox.on': note(NEVER, DEVICE),
  'Outbox.list': note(FULL, DEVICE),
  'Outbox.get': note(FULL, DEVICE),
  'Outbox.flush': note(FULL, 'says after `timeoutMs` what is left'),
  'Outbox.health': note(FULL, DEVICE),
  'Outbox.export': note(FULL, DEVICE),
  'Outbox.import': note('`not_an_export`, `SyntaxError` for text that is no JSON', DEVICE),
  'Outbox.close': note(NEVER, DEVICE),
  'TokenSource.set': note(NEVER, DEVICE),
  'TokenSource.getToken': note('`AuthRequired`, and what `refresh` throws', 'the present token, while it counts'),
  'TokenSource.identity': note(NEVER, DEVICE),
  'TokenSource.clear': note(NEVER, DEVICE),
  'TokenSource.subscribe': note(NEVER, DEVICE),
  'Call.withResponse': note('as the call', 'a cached answer has no response'),
  'Call.asResponse': note('as the call; a refusal is thrown', NETWORK),
  'PagedCall.withResponse': note('as the call', 'a cached answer has no response'),
  'PagedCall.asResponse': note('as the call; a refusal is thrown', NETWORK),
  'PagedCall.pages': note('as the call, at each page', 'pages that are on the device, of what is readable offline'),
  readCache: note(NEVER, DEVICE),
  offlineQuote: note(NEVER, DEVICE),
  'Quoter.quote': note(
    '`quote_not_possible`, `Validation`; without a network and without a kept grid `ConnectionError`',
    'yes, provisional, with `offlineQuote()` and `readCache()`, after one live quote',
  ),
  tracking: note(NEVER, DEVICE),
  'Tracking.subscribe': note(
    'never itself; its loop throws `NotFound` or `Forbidden` for what cannot be watched, `AuthRequired`',
    'connects when there is a network',
  ),
  'Tracking.close': note(NEVER, DEVICE),
  'Subscription.status': note(NEVER, DEVICE),
  'Subscription.on': note(NEVER, DEVICE),
  'Subscription.cursor': note(NEVER, DEVICE),
  'Subscription.close': note(NEVER, DEVICE),
  linkAuth: note('never itself; its `getToken` throws `AuthRequired` once the link was refused', DEVICE),
  idbOutbox: note(NEVER, DEVICE),
  nodeOutbox: note(NEVER, DEVICE),
  fileOutbox: note(NEVER, DEVICE),
  sqliteOutbox: note(NEVER, DEVICE),
  rnOutbox: note(NEVER, DEVICE),
  'OutboxStore.*': note('`StorageError` only', DEVICE),
  'LockProvider.*': note('what `fn` throws', DEVICE),
  fromBase64: note(NEVER, DEVICE),
  toBase64: note(NEVER, DEVICE),
  idbCache: note(NEVER, DEVICE),
  memoryCache: note(NEVER, DEVICE),
  sqliteCache: note(NEVER, DEVICE),
  rnCache: note(NEVER, DEVICE),
  'CacheStore.*': note('`StorageError`; for the reader a failure is a miss', DEVICE),
  clientLogs: note(NEVER, 'what cannot be sent is dropped'),
  'ClientLogs.close': note(NEVER, DEVICE),
  symphoniaWorker: note(NEVER, DEVICE),
  'SymphoniaWorker.*': note(NEVER, 'says what is left'),
  askWindows: note(NEVER, DEVICE),
  lendToken: note(NEVER, DEVICE),
  fakeSymphonia: note(NEVER, 'yes: in memory'),
  'FakeSymphonia.*': note(NEVER, 'yes: in memory'),
  'FakeLive.*': note(NEVER, 'yes: in memory'),
  'FaultScript.*': note(NEVER, 'yes: in memory'),
  virtualClock: note(NEVER, 'yes: in memory'),
  'VirtualClock.until': note('`Error` when it does not happen within the limit', 'yes: in memory'),
  'VirtualClock.*': note(NEVER, 'yes: in memory'),
};
