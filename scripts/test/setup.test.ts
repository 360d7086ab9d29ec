import { describe, expect, it } from 'vitest';
import { lacksPlatformsOnly } from '../setup/install.mjs';
import { prettyLine } from '../setup/pretty.mjs';
import { duration, sentenceFor } from '../setup/print.mjs';
import { envFile } from '../setup/secrets.mjs';
import { failures, totals } from '../setup/verb-test.mjs';

const line = (fields: object) => JSON.stringify({ time: '2026-11-21T10:11:12.000Z', ...fields });

describe('the log of a server in a terminal', () => {
  it('shows warnings, errors, start and stop, each as one short line', () => {
    expect(prettyLine(line({ level: 'warn', msg: 'Redis is away', part: 'cache', version: '1' }))).toBe(
      '10:11:12 warn  Redis is away part=cache',
    );
    expect(prettyLine(line({ level: 'error', msg: 'no', err: { message: 'boom', stack: '…' } }))).toBe(
      '10:11:12 error no (boom)',
    );
    expect(prettyLine(line({ level: 'info', msg: 'server listening', port: 80 }))).toBe(
      '10:11:12 info  server listening port=80',
    );
  });

  it('hides what happens all the time, unless it is asked for', () => {
    const request = line({ level: 'info', msg: 'request', status: 200 });
    expect(prettyLine(request)).toBeUndefined();
    expect(prettyLine(request, { verbose: true })).toBe('10:11:12 info  request status=200');
  });

  it('passes on what is not a log line, such as the stack of a crash', () => {
    expect(prettyLine('Error: boom')).toBe('Error: boom');
    expect(prettyLine('  ')).toBeUndefined();
  });
});

describe('the last line of the tests', () => {
  const file = (status: string, ...tests: string[]) => ({
    status,
    assertionResults: tests.map((each) => ({ status: each })),
  });

  it('counts the tests', () => {
    const report = {
      numPassedTests: 3,
      numFailedTests: 1,
      numPendingTests: 2,
      testResults: [file('failed', 'failed', 'passed')],
    };
    expect(totals(report, 1)).toEqual({ passed: 3, failed: 1, skipped: 2 });
  });

  it('counts a file that could not be loaded as one failed', () => {
    const report = { numPassedTests: 3, numFailedTests: 0, testResults: [file('failed'), file('passed', 'passed')] };
    expect(totals(report, 1)).toMatchObject({ passed: 3, failed: 1 });
  });

  it('never says that nothing failed when the run ended with an error', () => {
    expect(totals({ numPassedTests: 3, numFailedTests: 0, testResults: [] }, 1)).toMatchObject({
      passed: 3,
      failed: 1,
    });
    expect(totals(undefined, 1)).toMatchObject({ passed: 0, failed: 1 });
    expect(totals({ numPassedTests: 3, numFailedTests: 0, testResults: [] }, 0)).toMatchObject({
      passed: 3,
      failed: 0,
    });
  });
});

it('a run ends with what each failed test and each file that could not be loaded said, without colours', () => {
  const report = {
    testResults: [
      {
        name: 'a.test.ts',
        status: 'failed',
        message: '',
        assertionResults: [
          { status: 'passed', fullName: 'good', failureMessages: [] },
          { status: 'failed', fullName: 'bad', failureMessages: ['\u001b[31mexpected 1\u001b[39m to be 2'] },
        ],
      },
      { name: 'b.test.ts', status: 'failed', message: 'cannot be parsed', assertionResults: [] },
    ],
  };
  expect(failures(report)).toEqual([
    'FAILED a.test.ts: bad\nexpected 1 to be 2',
    'FAILED b.test.ts: (the file)\ncannot be parsed',
  ]);
  expect(failures(undefined)).toEqual([]);
});

describe('a lockfile that npm ci refuses', () => {
  const complaint = 'npm error Missing: @x/cli-win32-x64@ from lock file';

  it('is still good when it lacks nothing but binaries of other platforms', () => {
    expect(lacksPlatformsOnly(`npm error code EUSAGE\n${complaint}\n${complaint}\n`)).toBe(true);
  });

  it('is not when a package is missing or differs', () => {
    expect(lacksPlatformsOnly(`${complaint}\nnpm error Missing: left-pad@1.0.0 from lock file`)).toBe(false);
    expect(lacksPlatformsOnly(`${complaint}\nnpm error Invalid: lock file's a@1.0.0 does not satisfy a@2.0.0`)).toBe(
      false,
    );
    expect(lacksPlatformsOnly('npm error network ETIMEDOUT')).toBe(false);
  });
});

describe('an environment file', () => {
  it('keeps the double quotes of JSON, and refuses what it cannot carry', () => {
    expect(envFile({ A: '[{"kid":"1"}]', B: 'x y' })).toBe(`A='[{"kid":"1"}]'\nB='x y'\n`);
    expect(() => envFile({ A: "it's" })).toThrow(/A holds a quote/);
    expect(() => envFile({ A: 'two\nlines' })).toThrow(/line break/);
  });
});

describe('what goes wrong on a machine', () => {
  it('is a sentence that says what to do', () => {
    expect(sentenceFor(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toMatch(/free about 1 GB/);
    expect(sentenceFor(Object.assign(new Error('open'), { code: 'EACCES', path: '/x' }))).toMatch(
      /\/x.*right to write/,
    );
    expect(sentenceFor(new Error('something else'))).toBeUndefined();
  });

  it.each([
    [12.4, '12 ms'],
    [999.4, '999 ms'],
    [3_100, '3.1 s'],
    [125_000, '2 min 5 s'],
  ])('%d ms reads %s', (ms, text) => {
    expect(duration(ms)).toBe(text);
  });
});
