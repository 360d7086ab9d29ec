import type { LngLat, NewPricingGrid } from './shapes.ts';
import { DEMO_TARIFFS, type Tariff } from './tariffs.ts';
import { DEMO_ZONES, type DemoZone } from './zones.ts';

const KM_WITHIN_A_ZONE = 90;
const ROAD_FACTOR = 1.25; // roads are about a quarter longer than the straight line

/** The five standard grids as the contract takes them, valid from an RFC 3339 instant. */
export function demoGrids(validFrom: string): NewPricingGrid[] {
  return DEMO_TARIFFS.map((tariff) => gridOf(tariff, validFrom));
}

/** A tariff as a standard grid over the demo's zones. */
export function gridOf(tariff: Tariff, validFrom: string): NewPricingGrid {
  return {
    name: tariff.name,
    transportType: tariff.transportType,
    currency: 'EUR',
    standard: true,
    first: {
      volumetricFactor: tariff.volumetricFactor,
      validFrom,
      zones: DEMO_ZONES.map(({ zone }) => zone),
      brackets: tariff.columns.map(([uptoKg]) => ({ uptoGrams: uptoKg * 1_000 })),
      cells: DEMO_ZONES.flatMap((from) => DEMO_ZONES.flatMap((to) => cellsOf(tariff, from, to))),
      surcharges: tariff.surcharges,
    },
  };
}

/** The prices from one zone to another; none between two different foreign countries, except the neighbours NL and BE. */
function cellsOf(tariff: Tariff, from: DemoZone, to: DemoZone): NewPricingGrid['first']['cells'] {
  const benelux = ['NL', 'BE'].includes(from.zone.code) && ['NL', 'BE'].includes(to.zone.code);
  if (!from.home && !to.home && from !== to && !benelux) return [];
  const km = from === to ? KM_WITHIN_A_ZONE : straightKm(from.centre, to.centre) * ROAD_FACTOR;
  const band = tariff.bands.find(([uptoKm]) => km <= uptoKm);
  if (!band)
    throw new Error(`No band of ${tariff.name} reaches ${Math.round(km)} km (${from.zone.code} to ${to.zone.code}).`);
  return tariff.columns.map(([, kind], bracket) => ({
    from: from.zone.code,
    to: to.zone.code,
    bracket,
    [kind]: band[bracket + 1],
  }));
}

function straightKm([lngA, latA]: LngLat, [lngB, latB]: LngLat): number {
  const rad = Math.PI / 180;
  const h =
    Math.sin(((latB - latA) * rad) / 2) ** 2 +
    Math.cos(latA * rad) * Math.cos(latB * rad) * Math.sin(((lngB - lngA) * rad) / 2) ** 2;
  return 2 * 6_371 * Math.asin(Math.sqrt(h));
}
