import { instantOf } from './instant-of.ts';
import { type Reading, readingOf } from './reading.ts';

/** A message of OwnTracks in HTTP mode. Only `location` is a position; the others, and no body at all, are nothing. */
export function readOwntracks(body: unknown, now: Date): Reading {
  if (isEmpty(body)) return { nothing: true };
  const message: Readonly<Record<string, unknown>> = typeof body === 'object' && body !== null ? { ...body } : {};
  if (typeof message._type !== 'string')
    return { wrong: [{ pointer: '/_type', code: 'required', message: 'must say what kind of message this is.' }] };
  if (message._type !== 'location') return { nothing: true };
  return readingOf({ lat: message.lat, lon: message.lon }, instantOf(message.tst, now), {
    speedKmh: message.vel,
    heading: message.cog,
    accuracyMetres: message.acc,
    altitudeMetres: message.alt,
    batteryPercent: message.batt,
  });
}

/** No bytes at all come as an empty object. */
const isEmpty = (body: unknown): boolean =>
  body === undefined ||
  (typeof body === 'object' && body !== null && !Array.isArray(body) && Object.keys(body).length === 0);
