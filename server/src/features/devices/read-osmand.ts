import { instantOf } from './instant-of.ts';
import { type Reading, readingOf, times } from './reading.ts';

const KMH_PER_KNOT = 1.852;
const KMH_PER_METRE_A_SECOND = 3.6;

type Fields = Readonly<Record<string, unknown>>;

/**
 * A position in the format of OsmAnd and Traccar Client: a query, a form, both, or the JSON of Traccar Client 9 and later.
 * Nothing is kept of one whose receiver says itself that it is not valid. Unknown parameters are ignored.
 */
export function readOsmand(query: Fields, body: unknown, now: Date): Reading {
  const sent = fieldsOf(body);
  if (typeof sent.location === 'object' && sent.location !== null) return readJson(fieldsOf(sent.location), now);
  const fields = lastOf({ ...query, ...sent });
  // JSON may have anything there, also what is no text and cannot become one.
  if (typeof fields.valid !== 'object' && /^(false|0)$/i.test(String(fields.valid))) return { nothing: true };
  const [lat, lon] = String(fields.location ?? '').split(',');
  const place = fields.location === undefined ? { lat: fields.lat, lon: fields.lon } : { lat, lon };
  return readingOf(place, instantOf(fields.timestamp, now), {
    speedKmh: times(fields.speed, KMH_PER_KNOT),
    heading: fields.bearing ?? fields.heading,
    accuracyMetres: fields.accuracy,
    altitudeMetres: fields.altitude,
    batteryPercent: fields.batt,
  });
}

/** Traccar Client 9: speeds in metres a second, the battery from 0 to 1; -1 where it knows nothing. */
function readJson(location: Fields, now: Date): Reading {
  const [coords, battery] = [fieldsOf(location.coords), fieldsOf(location.battery)];
  return readingOf({ lat: coords.latitude, lon: coords.longitude }, instantOf(location.timestamp, now), {
    speedKmh: times(coords.speed, KMH_PER_METRE_A_SECOND),
    heading: coords.heading,
    accuracyMetres: coords.accuracy,
    altitudeMetres: coords.altitude,
    batteryPercent: times(battery.level, 100),
  });
}

const fieldsOf = (value: unknown): Fields => (typeof value === 'object' && value !== null ? { ...value } : {});

/** Of a parameter that stands there twice the last one: an app adds its own to the address it was given. */
const lastOf = (fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, Array.isArray(value) ? value.at(-1) : value]),
  );
