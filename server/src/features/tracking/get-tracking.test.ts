import { expect, it } from 'vitest';
import { ROLES } from '../../platform/http/context.ts';
import type { OrderStatus } from '../orders/index.ts';
import { showsPosition } from './get-tracking.ts';

const NOBODY: string[] = [];
const EVERYBODY = [...ROLES];
const NOT_CLIENTS = ['admin', 'dispatcher', 'carrier', 'driver'];

it.each<[OrderStatus, string[]]>([
  ['placed', NOBODY],
  ['review', NOBODY],
  ['accepted', NOBODY],
  ['assigned', NOT_CLIENTS],
  ['picked_up', EVERYBODY],
  ['in_transit', EVERYBODY],
  ['failed', EVERYBODY],
  ['delivered', NOBODY],
  ['returned', NOBODY],
  ['cancelled', NOBODY],
])('where an order that is %s is shown to %s', (status, roles) => {
  expect(ROLES.filter((role) => showsPosition(role, status))).toEqual(roles);
});
