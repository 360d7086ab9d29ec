import type { Db } from 'mongodb';
import { v7 } from 'uuid';
import type { OrderDocument } from './orders.types.ts';

/** Stores copies of an order below the API, each with an id and a reference of its own, changed as the test wants. */
export async function storeCopies(
  db: Db,
  orderId: string,
  count: number,
  changed: (index: number, order: OrderDocument) => Partial<OrderDocument>,
): Promise<string[]> {
  const orders = db.collection<OrderDocument>('orders');
  const order = await orders.findOne({ id: orderId });
  if (!order) throw new Error(`There is no order ${orderId}.`);
  const { pendingAt: _, ...rest } = order;
  const copies = Array.from({ length: count }, (_, index) => {
    const id = v7();
    const own = { _id: `${order.tenantId}:${id}`, id, reference: `COPY-${id.slice(-12)}`, pending: [] };
    return { ...rest, ...own, ...changed(index, order) };
  });
  if (copies.length > 0) await orders.insertMany(copies);
  return copies.map(({ id }) => id);
}
