import type { Feature, FeatureCollection, MultiLineString } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import address from 'world-atlas/countries-50m.json';

/** The countries of the world as shapes, and the lines between them; made with Natural Earth, public domain. */
export interface Outlines {
  readonly countries: FeatureCollection;
  readonly borders: Feature<MultiLineString>;
}

/** Fetches the outlines, 236 kB compressed and kept by the browser for ever after. Rejects without a network. */
export async function fetchOutlines(): Promise<Outlines> {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`The outlines answered ${answer.status}.`);
  const world = (await answer.json()) as Topology<{ countries: GeometryCollection }>; // world-atlas has it so
  const { countries } = world.objects;
  return {
    countries: feature(world, countries),
    borders: { type: 'Feature', properties: {}, geometry: mesh(world, countries, (a, b) => a !== b) },
  };
}
