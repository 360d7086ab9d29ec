import { demoCity } from './cities.ts';
import type { LngLat, Stop } from './shapes.ts';
import type { TraceName } from './trace.ts';

/** A place where goods are loaded or unloaded; everything of a stop but its window. */
export type Site = Omit<Stop, 'window'> & { readonly zone: string };

const site = (
  city: string,
  zone: string,
  coordinates: LngLat,
  name: string,
  address: string,
  contact: Stop['contact'],
): Site => {
  const { postcode, country } = demoCity(city);
  return { name, address, city, postcode, country, coordinates, zone, contact };
};

/**
 * Where each recorded drive begins and ends. The coordinates are the first and last point of the recording, so that the
 * replayed vehicle really leaves the one and arrives at the other; the firms and their streets are invented.
 */
export const DRIVE_ENDS: Readonly<Record<TraceName, { readonly pickup: Site; readonly delivery: Site }>> = {
  'darmstadt-frankfurt': {
    pickup: site(
      'Griesheim',
      'Europe/Berlin',
      [8.595176, 49.843994],
      'Odenwald Maschinenbau, Ersatzteillager',
      'Am Südring 12',
      { name: 'Katrin Vogel', email: 'katrin.vogel@odenwald-maschinenbau.example', phone: '+49 6155 0000-11' },
    ),
    delivery: site(
      'Oberursel',
      'Europe/Berlin',
      [8.570595, 50.194002],
      'Taunus Drucktechnik GmbH',
      'Werkstraße 3, Tor 2',
      { name: 'Hannes Kolb', email: 'hannes.kolb@taunus-drucktechnik.example', phone: '+49 6171 0000-20' },
    ),
  },
  'rotterdam-amsterdam': {
    pickup: site('Hoogblokland', 'Europe/Amsterdam', [4.977371, 51.894372], 'Polder Bloemen, koelhuis', 'Dorpsweg 48', {
      name: 'Daan de Wit',
      email: 'daan.dewit@polder-bloemen.example',
      phone: '+31 183 000 011',
    }),
    delivery: site(
      'Amstelveen',
      'Europe/Amsterdam',
      [4.861879, 52.297288],
      'Bloemenhal Amstelland',
      'Handelslaan 7, dock 14',
      { name: 'Noor Visser', email: 'noor.visser@bloemenhal-amstelland.example', phone: '+31 20 000 0020' },
    ),
  },
  'wittenberg-berlin': {
    pickup: site(
      'Coswig (Anhalt)',
      'Europe/Berlin',
      [12.437405, 51.896068],
      'Elbe Papier, Werk Coswig',
      'Industriestraße 21',
      { name: 'Steffen Kühn', email: 'steffen.kuehn@elbe-papier.example', phone: '+49 34903 0000-11' },
    ),
    delivery: site(
      'Ludwigsfelde',
      'Europe/Berlin',
      [13.313763, 52.308092],
      'Havel Verlagsauslieferung',
      'Am Güterverkehrszentrum 5',
      { name: 'Petra Schulze', email: 'petra.schulze@havel-verlag.example', phone: '+49 3378 0000-20' },
    ),
  },
};
