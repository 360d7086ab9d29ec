import { describe, expect, it } from 'vitest';
import { maySeeClient } from './clients.model.ts';

describe('who sees a client', () => {
  it.each([
    ['an admin sees every client', { role: 'admin' }, true],
    ['a dispatcher sees every client', { role: 'dispatcher' }, true],
    ['a client sees itself', { role: 'client', clientId: 'cli_a' }, true],
    ['a client does not see another client', { role: 'client', clientId: 'cli_b' }, false],
    ['a client role that belongs to no client sees none', { role: 'client' }, false],
    ['a carrier sees no client, even with a client id', { role: 'carrier', clientId: 'cli_a' }, false],
    ['a driver sees no client', { role: 'driver' }, false],
  ])('%s', (_rule, viewer, sees) => {
    expect(maySeeClient(viewer, 'cli_a')).toBe(sees);
  });
});
