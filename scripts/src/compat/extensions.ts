import type { Operation } from '../gen/contract.ts';
import type { Report } from './finding.ts';

/** From the widest audience to none. */
const CACHES = ['public', 'tenant', 'user', 'never'];

/** What the contract says beside OpenAPI, and released clients have built in. */
export function compareExtensions(was: Operation, is: Operation, report: Report): void {
  const say = (sentence: string) => report('break', was.id, sentence);
  const of = (operation: Operation, name: string) => operation.raw[`x-${name}`];
  const changed = (name: string) => JSON.stringify(of(was, name)) !== JSON.stringify(of(is, name));

  if (changed('resource'))
    say(
      `${was.id} is sym.${of(is, 'resource')} now, not sym.${of(was, 'resource')}. Keep the place where apps call it.`,
    );
  if (changed('idempotent') && of(was, 'idempotent') !== 'none')
    say(
      `${was.id} is idempotent by ${of(is, 'idempotent')} now, not by ${of(was, 'idempotent')}: released clients repeat it as before. Keep repeats safe in the old way.`,
    );
  if (changed('page')) say(`${was.id} has other pages now. Keep x-page, since clients follow it.`);
  if (of(was, 'queue') === true && of(is, 'queue') !== true)
    say(`${was.id} is no longer queued, but devices have it in their queues. Keep x-queue.`);
  if (CACHES.indexOf(String(of(is, 'cache'))) > CACHES.indexOf(String(of(was, 'cache'))))
    say(
      `${was.id} may no longer be cached for ${of(was, 'cache')}, but released clients do. Show less in it, or make a new operation.`,
    );
  if (of(was, 'bulk') === true && of(is, 'bulk') !== true) say(`${was.id} is no bulk any more. Keep x-bulk.`);
  if (of(was, 'body-limit') === 'large' && of(is, 'body-limit') !== 'large')
    say(`${was.id} takes only bodies of the standard size now. Keep x-body-limit.`);
  if (was.public && !is.public) say(`${was.id} needs a token now. Keep it open.`);
  for (const role of list(of(was, 'roles')))
    if (!is.public && !list(of(is, 'roles')).includes(role))
      say(`${was.id} is closed to the role ${role}. Keep it open.`);
  const served = list(of(is, 'filters')).map((filters) => JSON.stringify(filters));
  for (const filters of list(of(was, 'filters')).map((one) => JSON.stringify(one)))
    if (changed('filters') && !served.includes(filters))
      say(`${was.id} no longer serves the filters ${filters} together. Keep the index that serves them.`);
  const problems = list(of(was, 'problems'));
  for (const code of list(of(is, 'problems')))
    if (!problems.includes(code))
      report(
        'warning',
        was.id,
        `${was.id} may refuse with ${code}, for which older clients have no words of their own.`,
      );
}

const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
