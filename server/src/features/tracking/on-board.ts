import type { Eta, OnBoard } from '../../platform/http/contract.types.gen.ts';
import type { OrderStatus, TrackedOrder } from '../orders/index.ts';

/** With an order in one of these a vehicle is active: it has goods on board, or is to fetch them. */
export const ACTIVE: readonly OrderStatus[] = ['assigned', 'picked_up', 'in_transit', 'failed'];

/** Orders that a snapshot names of one vehicle. */
export const MOST_ON_BOARD = 100;

/** An order as a part of its vehicle. */
export const presentOnBoard = (
  { id, reference, status, clientId }: Pick<TrackedOrder, 'id' | 'reference' | 'status' | 'clientId'>,
  eta?: Eta,
): OnBoard => ({ orderId: id, reference, status, clientId, ...(eta ? { eta } : {}) });
