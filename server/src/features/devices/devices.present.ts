import type { Device as DeviceView, DeviceWithKey } from '../../platform/http/contract.types.gen.ts';
import type { Device } from './devices.model.ts';
import type { KeyedDevice } from './new-key.ts';

/** A device as the API shows it. */
export const presentDevice = (device: Device): DeviceView => ({
  id: device.id,
  vehicleId: device.vehicleId,
  name: device.name,
  keyEnding: device.keyEnding,
  createdAt: device.createdAt.toISOString(),
  ...(device.lastSeenAt ? { lastSeenAt: device.lastSeenAt.toISOString() } : {}),
});

/** A device with its key and the addresses that its app is given. */
export const presentKeyed = ({ device, key }: KeyedDevice, publicUrl: string): DeviceWithKey => ({
  ...presentDevice(device),
  key,
  osmandUrl: `${publicUrl}/api/v1/ingest/osmand?id=${key}&${OSMAND_BLANKS}`,
  owntracksUrl: `${publicUrl}/api/v1/ingest/owntracks`,
});

/**
 * The blanks that OsmAnd fills in; Traccar Client leaves them and adds its own after them. Without OsmAnd's speed, which
 * is in metres a second where its protocol has knots.
 */
const OSMAND_BLANKS = 'lat={0}&lon={1}&timestamp={2}&altitude={4}&bearing={6}';
