import { givenTenant } from '../../../test/given-tenant.ts';
import { givenTrade } from '../../../test/given-trade.ts';
import type { TestApp } from '../../../test/test-app.ts';
import { aNewOrder } from '../orders/orders.fixtures.ts';

/** An order at version 3, assigned to a carrier and its driver, in a fresh tenant. */
export async function givenOrder(app: TestApp) {
  const tenant = await givenTenant(app);
  const trade = await givenTrade(tenant);
  const { client, productId, carrierId, driver } = trade;
  const order = aNewOrder(productId);
  const path = `/transport-orders/${order.id}`;
  const move = (to: string, version: number, more: object = {}) =>
    tenant.dispatcher.post(`${path}/transitions`, { to, ...more }, { 'If-Match': `W/"v${version}"` });
  await client.post('/transport-orders', order);
  await move('accepted', 1);
  await move('assigned', 2, { carrierId, driverId: driver.userId });
  return { tenant, ...trade, id: order.id, path, move };
}

/** What is kept of a tenant: its documents, what was stored without becoming one, and pieces of no file (of anybody's). */
export async function kept({ mongo: { db } }: TestApp, tenantId: string) {
  const documents = await db.collection('documents').countDocuments({ tenantId });
  const files = await db.collection('blobs.files').countDocuments({ 'metadata.tenantId': tenantId });
  const uploads = await db.collection('document_uploads').countDocuments({ tenantId });
  const pieces = await db
    .collection('blobs.chunks')
    .countDocuments({ files_id: { $nin: await db.collection('blobs.files').distinct('_id') } });
  return { documents, without: files - documents, uploads, pieces };
}
/** Documents and nothing beside. */
export const only = (documents: number) => ({ documents, without: 0, uploads: 0, pieces: 0 });
