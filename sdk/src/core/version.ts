/** The SDK's own version; sent in `X-Symphonia-Client` and kept in every queued record. */
export const SDK_VERSION = '0.1.0';

/** The contract version this release was generated from. Stored with each queued order and never rewritten. */
export const API_VERSION = '2026-11-01';
