import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testApp } from '../../server/test/test-app.ts';

interface Panel {
  readonly title: string;
  readonly description: string;
  readonly fieldConfig: { readonly defaults: { readonly unit: string } };
  readonly targets: readonly { readonly expr: string }[];
}

/** Words of PromQL and of Grafana that stand where names of metrics may stand. */
const WORDS = new Set(['sum', 'by', 'le', 'rate', 'histogram_quantile', 'instance', 'operation', 'status', 'reason']);

/** The metrics a query asks for, without what stands in quotes and in brackets. */
function metricsIn(expr: string): string[] {
  const bare = expr.replaceAll(/"[^"]*"/g, '').replaceAll(/\[[^\]]*\]/g, '');
  return [...bare.matchAll(/\b[a-z_][a-z0-9_]+/g)].map(([word]) => word).filter((word) => !WORDS.has(word));
}

const app = await testApp();

describe.each(globSync('docs/dashboards/*.json').map((path) => [basename(path), path]))('%s', (_name, path) => {
  const { panels } = JSON.parse(readFileSync(path, 'utf8')) as { panels: Panel[] };

  it('asks only for what a process serves', async () => {
    const served = await app.metrics.text();
    const names = new Set(
      [...served.matchAll(/^# TYPE (\S+) (\w+)/gm)].flatMap(([, name = '', type]) => [
        name,
        ...(type === 'histogram' ? [`${name}_bucket`, `${name}_count`] : []),
      ]),
    );
    const asked = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsIn(expr)));
    expect(asked.length).toBeGreaterThan(10);
    expect(asked.filter((name) => !names.has(name))).toEqual([]);
  });

  it('says of each panel what it shows and in which unit', () => {
    expect(panels.filter((one) => !one.title || !one.description || !one.fieldConfig.defaults.unit)).toEqual([]);
    expect(new Set(panels.map(({ title }) => title)).size).toBe(panels.length);
  });
});
