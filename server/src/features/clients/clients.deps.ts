import type { Platform } from '../../platform/platform.ts';
import type { ClientsRepo } from './clients.repo.ts';

/** What the use cases of this feature work with. */
export interface ClientsDeps extends Pick<Platform, 'now' | 'invalidate'> {
  readonly clients: ClientsRepo;
}
