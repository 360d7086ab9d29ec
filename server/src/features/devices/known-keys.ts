import { LRUCache } from 'lru-cache';
import type { Device } from './devices.model.ts';

/** Enough for all devices that report to one process. */
const REMEMBERED = 20_000;
/** A key that was taken away in another process is known here for so long; the promise is below five seconds. */
const FRESH_MS = 3_000;

/** Devices by the hash of their key, as this process saw them a moment ago, so that not every report asks for them. */
export interface KnownKeys {
  get(keyHash: string): Device | undefined;
  set(device: Device): void;
  /** The key is refused at once in this process, and within three seconds in the others. */
  forget(keyHash: string): void;
}

export function createKnownKeys(freshMs = FRESH_MS): KnownKeys {
  const known = new LRUCache<string, Device>({ max: REMEMBERED, ttl: freshMs });
  return {
    get: (keyHash) => known.get(keyHash),
    set: (device) => void known.set(device.keyHash, device),
    forget: (keyHash) => void known.delete(keyHash),
  };
}
