import type { NewClient } from './clients.model.ts';

/** A client to be made. */
export const aNewClient = (fields: Partial<NewClient> = {}): NewClient => ({
  name: 'Elbwerk AG',
  email: 'versand@elbwerk.example',
  ...fields,
});
