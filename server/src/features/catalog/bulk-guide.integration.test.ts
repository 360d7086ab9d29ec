import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { givenTenant } from '../../../test/given-tenant.ts';
import { testApp } from '../../../test/test-app.ts';
import { limits } from '../../platform/config/limits.ts';
import { OPERATIONS } from '../../platform/http/contract.gen.ts';
import { aNewProduct } from './catalog.fixtures.ts';

const guide = readFileSync(new URL('../../../../docs/guides/bulk-and-import.md', import.meta.url), 'utf8');
const app = await testApp();

/** The block of the guide with this name after its language. */
function block(name: string): string {
  const found = new RegExp(`^\`\`\`\\w+ ${name}\\n(.*?)^\`\`\`$`, 'ms').exec(guide)?.[1];
  if (!found) throw new Error(`The guide has no block "${name}".`);
  return found;
}

it('the bulk of the guide is answered as the guide says', async () => {
  const { admin } = await givenTenant(app);
  const { id } = (await admin.post('/products', aNewProduct())).body;

  const answer = await admin.post('/products/bulk', block('bulk').replaceAll(/prd_[0-9a-f-]{36}/g, id));

  expect([answer.status, answer.body.items]).toMatchObject([200, JSON.parse(block('rows'))]);
});

it('the file of the guide is reported on as the guide says', async () => {
  const { admin } = await givenTenant(app);

  const answer = await admin.post('/products/import', block('file'), { 'Content-Type': 'text/csv' });

  const { id } = answer.body;
  const jobs = app.mongo.db.collection('jobs');
  while (!(await jobs.findOne({ id, finishedAt: { $exists: true } }))) await new Promise((r) => setTimeout(r, 50));
  const job = (await admin.get(answer.headers.location ?? '')).body;
  expect([job.state, job.result]).toEqual(['done', JSON.parse(block('report'))]);
  const { data } = (await admin.get('/products?transportType=ltl')).body;
  expect(data).toMatchObject([
    {
      name: 'Euro pallet, groupage',
      description: 'Up to 1.8 m high,\ncalled "EPAL"',
      limits: { maxWeightGrams: 1_200_000 },
    },
  ]);
});

it('the numbers of the guide are those of the product', () => {
  const { rate, cost, size, jobs } = limits;
  const said = [
    `up to ${size.bulkItems} things`,
    `${rate.bulk.limit} items a minute`,
    `${cost.write} of its ${rate.tenant.limit.toLocaleString('en')} units a minute`,
    `begun ${size.bodyBytes / 1_024} kB of its body, which may have ${size.bulkBodyBytes / 1_048_576} MB`,
    `up to ${size.importLines.toLocaleString('en')} lines of data and ${size.bulkBodyBytes / 1_048_576} MB`,
    `at most ${size.importFileLines.toLocaleString('en')} lines`,
    `a line up to ${size.importRecordLength.toLocaleString('en')} characters`,
    `first ${size.reportedLines.toLocaleString('en')} refused lines`,
    `job again for ${jobs.keptDays} days`,
  ];
  const text = guide.replaceAll(/\s+/g, ' ');
  expect(said.filter((words) => !text.includes(words))).toEqual([]);
  expect(OPERATIONS.importProducts.bodyLimit).toBe('large');
});
