import { v7 } from 'uuid';

/** What an id names, by its prefix. An order's id has none: it is the bare UUIDv7 its client made. */
type IdPrefix = 'ten' | 'usr' | 'ses' | 'cli' | 'prd' | 'grd' | 'car' | 'veh' | 'evt' | 'job' | 'doc';

/** A new id, such as `prd_0192f0c1-…`: ids made later by one process sort later, also within a millisecond. */
export const newId = (prefix: IdPrefix): string => `${prefix}_${v7()}`;
