import { describe, expect, it } from 'vitest';
import { createChecks, summary } from './checks.ts';

describe('the table of checks', () => {
  it('is not all right while nothing was checked', () => {
    expect(summary([]).ok).toBe(false);
  });

  it('is all right when every promise was kept', () => {
    const checks = createChecks();
    checks.equal('orders accepted', 12, 12);
    checks.atLeast('orders replayed', 1, 3);
    const { ok, table } = summary(checks.all);
    expect(ok).toBe(true);
    expect(table).toContain('2 of 2 checks ok');
  });

  it('names the one that was not kept, with what was seen', () => {
    const checks = createChecks();
    checks.equal('orders accepted', 12, 12);
    checks.equal('statuses', ['accepted', 'assigned'], ['accepted']);
    const { ok, table } = summary(checks.all);
    expect(ok).toBe(false);
    expect(table).toMatch(/statuses +accepted → assigned +accepted +FAILED/);
    expect(table).toContain('1 of 2 checks ok');
  });

  it('tells nothing from undefined', () => {
    const checks = createChecks();
    checks.equal('last position', '8.57, 50.19', undefined);
    expect(summary(checks.all).ok).toBe(false);
  });
});
