import { expect, it } from 'vitest';
import type { Actor } from '../../platform/http/context.ts';
import { maySee } from './jobs.model.ts';

const by = { kind: 'user', id: 'usr_1', role: 'client' } as const;

it.each<[string, Actor, boolean]>([
  ['who caused it', by, true],
  ['who caused it and has another role by now', { ...by, role: 'carrier' }, true],
  ['another of the same role', { ...by, id: 'usr_2' }, false],
  ['a key that bears his id', { ...by, kind: 'api_key' }, false],
  ['a dispatcher', { kind: 'user', id: 'usr_3', role: 'dispatcher' }, true],
  ['an admin’s key', { kind: 'api_key', id: 'key_1', role: 'admin' }, true],
  ['a carrier', { kind: 'user', id: 'usr_4', role: 'carrier' }, false],
  ['a driver', { kind: 'user', id: 'usr_5', role: 'driver' }, false],
])('%s sees a job: %s', (_, actor, sees) => {
  expect(maySee(actor, { by })).toBe(sees);
});
