import { type Contract, type Operation, operationsOf, type Schema } from '../gen/contract.ts';
import { compareExtensions } from './extensions.ts';
import type { Finding, Report } from './finding.ts';
import { compareFrames } from './frames.ts';
import { type Document, deref } from './pointer.ts';
import { compareSchemas, type Scene } from './schema.ts';

/** How many operations a finding about a shared schema names. */
const NAMED = 3;

/**
 * What a new contract does to a client of the old one, each thing once, with the operations it is met in. Clients are
 * trusted to overlook what they do not know: a new operation, optional parameter, member or problem is no finding.
 */
export function compareContracts(was: Contract, is: Contract): Finding[] {
  const found = new Map<string, { level: Finding['level']; subject: string; sentence: string; met: string[] }>();
  const reportFor =
    (operation: string): Report =>
    (level, at, sentence) => {
      const present = found.get(sentence);
      const subject = /^(?:names in )?([\w-]+)/.exec(at)?.[1] ?? operation;
      if (present) present.met.push(operation);
      else found.set(sentence, { level, subject, sentence, met: [operation] });
    };

  const present = operationsOf(is);
  for (const operation of operationsOf(was)) {
    const report = reportFor(operation.id);
    const now = present.find(({ id }) => id === operation.id);
    const inPlace = present.find(({ method, path }) => method === operation.method && path === operation.path);
    const address = `${operation.method} ${operation.path}`;
    if (!now && inPlace)
      report('break', operation.id, `${address} is called ${inPlace.id} now, not ${operation.id}. Keep its name.`);
    if (!now && !inPlace)
      report(
        'break',
        operation.id,
        `${operation.id} (${address}) is gone. Keep it for 12 months, marked as deprecated.`,
      );
    if (now && now.path !== operation.path)
      report('break', now.id, `${now.id} has moved from ${address} to ${now.method} ${now.path}. Serve both.`);
    else if (now && now.method !== operation.method)
      report('break', now.id, `${now.id} is ${now.method} now, not ${operation.method}. Serve both.`);
    const next = now ?? inPlace;
    if (next) compareOperations({ was, is }, operation, next, report);
  }
  compareCodes(was, is, reportFor('ProblemCode'));
  compareFrames(was as unknown as Document, is as unknown as Document, reportFor('x-websocket'));
  return [...found.values()].map(({ level, subject, sentence, met }) => {
    const others = [...new Set(met)].filter((operation) => operation !== subject);
    const more = others.length > NAMED ? ` and ${others.length - NAMED} more` : '';
    const where = others.length > 0 ? ` (Met in ${others.slice(0, NAMED).join(', ')}${more}.)` : '';
    return { level, part: 'contract', subject, sentence: sentence + where };
  });
}

interface Contracts {
  readonly was: Contract;
  readonly is: Contract;
}

function compareOperations(contracts: Contracts, was: Operation, is: Operation, report: Report): void {
  const sent = scene(contracts, 'sent', report);
  compareParameters(was, is, sent);
  compareBodies(was, is, sent);
  compareAnswers(was, is, scene(contracts, 'shown', report));
  compareExtensions(was, is, report);
}

function scene({ was, is }: Contracts, direction: Scene['direction'], report: Report): Scene {
  const [from, to] = direction === 'sent' ? [was, is] : [is, was];
  // A contract is a document; only the generators see more in it.
  return { direction, from: from as unknown as Document, to: to as unknown as Document, seen: new Set(), report };
}

function compareParameters(was: Operation, is: Operation, sent: Scene): void {
  for (const parameter of was.parameters) {
    const at = `${was.id} ${parameter.in} ${parameter.name}`;
    const now = is.parameters.find((other) => other.name === parameter.name && other.in === parameter.in);
    if (!now) {
      sent.report('break', at, `${at} is no longer taken. Keep taking it, even if it does nothing.`);
      continue;
    }
    if (now.required && !parameter.required)
      sent.report('break', at, `${at} must be given now. Make it optional, with a default for those who leave it out.`);
    compareSchemas(parameter.schema, now.schema, sent, at);
  }
  for (const parameter of is.parameters) {
    const at = `${was.id} ${parameter.in} ${parameter.name}`;
    const known = was.parameters.some((other) => other.name === parameter.name && other.in === parameter.in);
    if (!known && parameter.required && parameter.in !== 'path')
      sent.report('break', at, `${at} is new and must be given. Make it optional, with a default for old clients.`);
  }
}

function compareBodies(was: Operation, is: Operation, sent: Scene): void {
  const before = deref(sent.from, was.raw.requestBody);
  const after = deref(sent.to, is.raw.requestBody);
  if (after.required === true && before.required !== true)
    sent.report('break', was.id, `${was.id} must have a body now. Let it go without one, as it did.`);
  for (const [type, content] of Object.entries((before.content ?? {}) as Schema)) {
    const now = ((after.content ?? {}) as Schema)[type];
    const at = `${was.id} body`;
    if (now === undefined) sent.report('break', at, `${at} is no longer taken as ${type}. Keep taking it.`);
    else compareSchemas((content as Schema).schema, (now as Schema).schema, sent, at);
  }
}

function compareAnswers(was: Operation, is: Operation, shown: Scene): void {
  const before = (was.raw.responses ?? {}) as Schema;
  const after = (is.raw.responses ?? {}) as Schema;
  const expected = Object.keys(before).filter((status) => /^[23]/.test(status));
  for (const status of Object.keys(after))
    if (/^[23]/.test(status) && !(status in before))
      shown.report(
        'break',
        was.id,
        `${was.id} may answer ${status}, where clients expect ${expected.join(' or ')}. Keep to these.`,
      );
  for (const status of expected) {
    const at = `${was.id} ${status}`;
    if (!(status in after)) {
      shown.report('break', at, `${was.id} no longer answers ${status}. Keep to the status that clients expect.`);
      continue;
    }
    const old = deref(shown.to, before[status]);
    const now = deref(shown.from, after[status]);
    compareHeaders(old, now, shown, at);
    for (const [type, content] of Object.entries((old.content ?? {}) as Schema)) {
      const same = ((now.content ?? {}) as Schema)[type];
      if (same === undefined) shown.report('break', at, `${at} is no longer answered as ${type}. Keep answering it.`);
      else compareSchemas((same as Schema).schema ?? true, (content as Schema).schema ?? true, shown, at);
    }
  }
}

function compareHeaders(was: Schema, is: Schema, shown: Scene, at: string): void {
  for (const [name, header] of Object.entries((was.headers ?? {}) as Schema)) {
    const now = ((is.headers ?? {}) as Schema)[name];
    if (now === undefined) shown.report('break', at, `${at} no longer has the header ${name}. Keep sending it.`);
    else compareSchemas(deref(shown.from, now).schema, deref(shown.to, header).schema, shown, `${at} ${name}`);
  }
}

function compareCodes(was: Contract, is: Contract, report: Report): void {
  const codes = (contract: Contract) => (contract.components.schemas.ProblemCode?.enum ?? []) as string[];
  for (const code of codes(was))
    if (!codes(is).includes(code))
      report(
        'break',
        'ProblemCode',
        `The problem ${code} is gone. Keep the code, since clients decide by it what to do.`,
      );
}
