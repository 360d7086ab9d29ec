import { defineError, type FieldError } from '../errors/app-error.ts';

export const InvalidRequest = defineError<{ errors: readonly FieldError[] }>({
  code: 'invalid_request',
  status: 400,
  title: 'The request is not what the contract asks for',
  detail: ({ errors }) =>
    errors.length === 1 && errors[0]
      ? `${errors[0].pointer || 'The request'}: ${errors[0].message}`
      : `${errors.length} things are wrong; see errors.`,
  why: 'A field is missing, unknown, of the wrong type or outside its limits. Bodies are closed: nothing is dropped silently.',
  fix: 'Correct each field named in errors; its pointer says where it stands.',
});
export const MalformedJson = defineError<{ reason: string }>({
  code: 'malformed_json',
  status: 400,
  title: 'The body is not JSON',
  detail: ({ reason }) => `The body could not be read as JSON: ${reason}.`,
  why: 'The body was cut off, has a syntax error or is not UTF-8.',
  fix: 'Send one JSON object in UTF-8 and check its syntax.',
});
export const UnknownApiVersion = defineError<{ sent: string; known: readonly string[] }>({
  code: 'unknown_api_version',
  status: 400,
  title: 'This API version does not exist',
  detail: ({ sent, known }) => `API-Version ${sent} is not known; use ${known.join(' or ')}.`,
  why: 'The API-Version header names a date at which no version was published.',
  fix: 'Send a published version, or leave the header out for the newest.',
});
export const FilterNotServed = defineError<{ asked: readonly string[]; served: readonly string[] }>({
  code: 'filter_not_served',
  status: 400,
  title: 'These filters do not go together',
  detail: ({ asked, served }) =>
    `The filters ${asked.join(' + ')} cannot be combined for you; possible are ${served.join(', ')}.`,
  why: 'Every list is read from an index, so that it stays fast with a million orders. Your role may add a filter of its own.',
  fix: 'Ask for one of the combinations named, and narrow it further by createdFrom and createdTo.',
});
export const MalformedUpload = defineError<{ reason: string }>({
  code: 'malformed_upload',
  status: 400,
  title: 'The file could not be read',
  detail: ({ reason }) => `The upload could not be read: ${reason}.`,
  why: 'The body ended early, is no form as its type says, has more or other parts than the operation takes, or the first line of a CSV file does not name the columns.',
  fix: 'Send one file as the operation describes, and the whole of it.',
});
export const RangeNotSatisfiable = defineError<{ bytes: number }>({
  code: 'range_not_satisfiable',
  status: 416,
  title: 'The range begins behind the end',
  detail: ({ bytes }) => `The document has ${bytes} bytes.`,
  why: 'The Range header asks for bytes that the document does not have.',
  fix: 'Ask for a range within its length, or for the whole.',
});
export const Unauthenticated = defineError<{ reason: string }>({
  code: 'unauthenticated',
  status: 401,
  title: 'No valid access token',
  detail: ({ reason }) => reason,
  why: 'The request carries no access token, or one that has expired, was revoked or was not issued by this server.',
  fix: 'Sign in or refresh the token, then send it as `Authorization: Bearer <token>`.',
});
export const ScopeMismatch = defineError<Record<never, never>>({
  code: 'scope_mismatch',
  status: 403,
  title: 'The request was prepared by another user',
  detail: () => 'The own= value of X-Symphonia-Client does not belong to the user of the token.',
  why: 'A queued request is only sent as the user who prepared it; somebody else is signed in now.',
  fix: 'Sign in as the user who prepared the request, or discard it.',
});
export const ActionNotAllowed = defineError<{ role: string; action: string; allowedBy: readonly string[] }>({
  code: 'action_not_allowed',
  status: 403,
  title: 'Your role may not do this',
  detail: ({ role, action, allowedBy }) => `A ${role} may not ${action}; ${allowedBy.join(' or ')} may.`,
  why: 'What you may do follows from your role in the tenant.',
  fix: 'Ask somebody with one of the roles named in allowedBy.',
});
export const NotFound = defineError<{ what: string }>({
  code: 'not_found',
  status: 404,
  title: 'Not there, or not yours to see',
  detail: ({ what }) => `There is no ${what} that you may see.`,
  why: 'The id does not exist in your tenant, or it belongs to somebody whose things you may not see.',
  fix: 'Check the id and which account you are signed in with.',
});
export const MethodNotAllowed = defineError<{ method: string; path: string; allowed: readonly string[] }>({
  code: 'method_not_allowed',
  status: 405,
  title: 'This path does not take this method',
  detail: ({ method, path, allowed }) => `${path} takes ${allowed.join(', ')}, not ${method}.`,
  why: 'The path exists, but not with this method.',
  fix: 'Use one of the methods in the Allow header.',
});
export const BodyTooLarge = defineError<{ limitBytes: number }>({
  code: 'body_too_large',
  status: 413,
  title: 'The body is too large',
  detail: ({ limitBytes }) => `The body is above ${limitBytes} bytes, the limit of this operation.`,
  why: 'Each operation bounds its body, so that one caller cannot take the memory of all.',
  fix: 'Send less at once, or a smaller file.',
});
export const UnsupportedMediaType = defineError<{ sent: string; expected: readonly string[] }>({
  code: 'unsupported_media_type',
  status: 415,
  title: 'The body is of a type this operation does not take',
  detail: ({ sent, expected }) => `Content-Type is ${sent}; send ${expected.join(' or ')}.`,
  why: 'The Content-Type header is missing or names another type.',
  fix: 'Send one of the types named and say so in Content-Type; of a document its first bytes decide.',
});
export const VersionMismatch = defineError<{ sent: number; current: number }>({
  code: 'version_mismatch',
  status: 412,
  title: 'Somebody changed it meanwhile',
  detail: ({ sent, current }) => `You saw version ${sent}; it is at version ${current} now.`,
  why: 'If-Match named an older version than the stored one.',
  fix: 'Read it again, decide on what you see, and send your change with the new version.',
});
export const PreconditionRequired = defineError<{ example: string }>({
  code: 'precondition_required',
  status: 428,
  title: 'If-Match is needed',
  detail: ({ example }) => `Send If-Match with the version you saw, such as ${example}.`,
  why: 'A change without the version it was based on could undo somebody else’s work.',
  fix: 'Send the ETag of your last read as If-Match.',
});
export const IdMismatch = defineError<{ body: string; key: string }>({
  code: 'id_mismatch',
  status: 400,
  title: 'The id in the body is not the key',
  detail: ({ body, key }) => `The body says ${body}, Idempotency-Key says ${key}; an order has one id.`,
  why: 'The order’s id is its idempotency key; sent twice, both must be equal.',
  fix: 'Send the same UUIDv7 in both, or only one of them.',
});
export const IdempotencyInProgress = defineError<Record<never, never>>({
  code: 'idempotency_in_progress',
  status: 409,
  title: 'The same request is still running',
  detail: () => 'A request with this key is being worked on; ask again in a moment.',
  why: 'The first attempt has not finished yet.',
  fix: 'Send the same request again after Retry-After.',
  retryable: true,
});
export const IdempotencyKeyReuse = defineError<{ key: string }>({
  code: 'idempotency_key_reuse',
  status: 422,
  title: 'This key was used for another request',
  detail: ({ key }) => `The key ${key} was used before for another request.`,
  why: 'A key names one request for ever; a different request needs a new one.',
  fix: 'Make a new key for a new request, or send the first body unchanged.',
});
export const UnknownReference = defineError<{ pointer: string; id: string }>({
  code: 'unknown_reference',
  status: 422,
  title: 'The request names something that does not exist',
  detail: ({ pointer, id }) => `${pointer} names ${id}, which is not known in this tenant.`,
  why: 'An id in the body has never been seen in your tenant.',
  fix: 'Check the id named in the detail.',
});
export const InternalError = defineError<Record<never, never>>({
  code: 'internal_error',
  status: 500,
  title: 'Something went wrong on our side',
  detail: () => 'We could not do this and have logged why; the request id finds it.',
  why: 'A defect of ours, or something we did not foresee.',
  fix: 'Try again; if it stays, tell us the request id.',
  retryable: true,
});
export const ServiceUnavailable = defineError<{ reason: string }>({
  code: 'service_unavailable',
  status: 503,
  title: 'Not now',
  detail: ({ reason }) => reason,
  why: 'A server we need does not answer, this instance is stopping, or it is overloaded.',
  fix: 'Send the same request again after Retry-After.',
  retryable: true,
});
export const DeadlineExceeded = defineError<Record<never, never>>({
  code: 'deadline_exceeded',
  status: 504,
  title: 'It took too long',
  detail: () => 'The request was not finished within its deadline; whether it took effect is unknown.',
  why: 'A server we need was slow.',
  fix: 'Read what you wanted to change, or send the same request with the same key.',
  retryable: true,
});
