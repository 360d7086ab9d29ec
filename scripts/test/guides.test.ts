import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { NEXT } from '../../server/src/features/orders/orders.model.ts';
import { limits } from '../../server/src/platform/config/limits.ts';
import { OPERATIONS } from '../../server/src/platform/http/contract.gen.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(resolve(ROOT, path), 'utf8');
const guide = (name: string) => read(`docs/guides/${name}`);

const contract = parse(read('openapi.yaml')) as {
  components: { schemas: Record<string, { enum?: readonly string[] }> };
};
const valuesOf = (schema: string) => contract.components.schemas[schema]?.enum ?? [];

/** The part of a page under a heading, up to the next one of the same depth. */
const section = (text: string, heading: string) => text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
/** The rows of a part's tables, without heads and lines. */
const rowsOf = (text: string) =>
  [...text.matchAll(/^\|(.+)\|$/gm)]
    .map(([, row = '']) => row.split(' | ').map((cell) => cell.trim()))
    .filter(([first = '']) => first.startsWith('`'));
const codesIn = (text = '') => [...text.matchAll(/`(\w[\w.-]*)`/g)].map(([, code = '']) => code);

describe('the guide for integrators', () => {
  it('lists the moves that orders may make, and who makes them', () => {
    const told = rowsOf(section(guide('integrator.md'), 'Moves')).flatMap(([from, to = '', by]) => {
      const targets = codesIn(to);
      return targets.length > 0 ? targets.map((target) => `${from} → ${target}: ${by}`) : [`${from}: final`];
    });

    const made = Object.entries(NEXT).flatMap(([from, row]) => {
      const targets = Object.entries(row);
      return targets.length > 0
        ? targets.map(([to, by]) => `\`${from}\` → ${to}: ${by.join(', ')}`)
        : [`\`${from}\`: final`];
    });
    expect(told.toSorted()).toEqual(made.toSorted());
  });

  it('lists the filters that lists take, and which go together', () => {
    const told = rowsOf(section(guide('integrator.md'), 'Lists')).flatMap(([list = '', filters = '']) =>
      filters.split(';').map((together) => `${codesIn(list)[0]}: ${codesIn(together).toSorted().join(' + ')}`),
    );

    const served = Object.values(OPERATIONS).flatMap(({ path, filters }) =>
      (filters ?? [])
        .map((names: readonly string[]) => names.filter((name) => !name.startsWith('created')))
        .filter((names) => names.length > 0)
        .map((names) => `${path.split('/').at(-1)}: ${names.toSorted().join(' + ')}`),
    );
    expect(told.toSorted()).toEqual(served.toSorted());
  });
});

describe('the guide to reviews', () => {
  it('has a row for each reason that an order may wait for', () => {
    const told = rowsOf(section(guide('reviews.md'), 'Why, and what resolves it')).flatMap(([code]) => codesIn(code));
    expect(told.toSorted()).toEqual(valuesOf('ReviewReason').toSorted());
  });
});

describe('the guide to documents', () => {
  const text = guide('documents.md');

  it('says of each kind what it is', () => {
    const [kinds = ''] = text.split('\n## ');
    expect(
      rowsOf(kinds)
        .flatMap(([names]) => codesIn(names))
        .toSorted(),
    ).toEqual(valuesOf('DocumentKind').toSorted());
  });

  it('names refusals that uploads may meet', () => {
    const told = rowsOf(section(text, 'What is refused, and why')).map(([code = '']) => /\d+ (\w+)/.exec(code)?.[1]);
    const { problems } = OPERATIONS.uploadDocument;
    expect(told.length).toBeGreaterThan(5);
    expect(told.filter((code) => !problems.some((known) => known === code))).toEqual([]);
  });
});

describe('the numbers of the guides', () => {
  const { size, cost, jobs, review, deadline, storage } = limits;
  const count = (number: number) => number.toLocaleString('en');
  const MB = 1_024 * 1_024;

  it.each<[string, readonly string[]]>([
    [
      'integrator.md',
      [
        `up to ${size.bulkItems} items`,
        `${size.pageItemsDefault} rows, or as many as \`limit\` says, at most ${size.pageItems}`,
        `at most ${count(size.nearMetres)} metres; with more than ${count(size.nearMatches)} orders`,
        `counted up to ${count(size.countedTotal)}`,
      ],
    ],
    [
      'documents.md',
      [
        `more than ${size.uploadBytes / MB} MB`,
        `more than ${size.imagePixels / 1e6} million pixels, or ${count(size.imageSide)} a side`,
        `the order has ${size.documentsPerOrder}`,
        `one request of yours and ${cost.write} units`,
        `has ${deadline.slowRequestMs / 1_000} seconds`,
      ],
    ],
    ['reviews.md', [`${review.alternativeDays} days`]],
    [
      'operator.md',
      [
        `${size.uploadBytes / MB} MB; a picture ${size.imagePixels / 1e6} million pixels and ${count(size.imageSide)} a side`,
        `${size.documentsPerOrder} documents an order`,
        `${size.bulkBodyBytes / MB} MB and ${count(size.importLines)} lines`,
        `${storage.chunkBytes / 1_024} kB, with a bucket twice ${storage.partBytes / MB} MB`,
        `kept for ${jobs.keptDays} days`,
      ],
    ],
  ])('are those of the product: %s', (name, said) => {
    const text = guide(name).replaceAll(/\s+/g, ' ');
    expect(said.filter((words) => !text.includes(words))).toEqual([]);
  });
});

it('operators find every variable that the server reads', () => {
  const variables = [...read('server/src/platform/config/env.ts').matchAll(/(?:read\('|source\.)([A-Z][A-Z0-9_]+)/g)];
  const explained = `${read('.env.example')}\n${guide('operator.md')}`;
  // The release sets it, and .env.example says so of its siblings.
  const told = (name: string) => name === 'VERSION' || new RegExp(`\\b${name}\\b`).test(explained);
  expect(variables.map(([, name = '']) => name).filter((name) => !told(name))).toEqual([]);
});
