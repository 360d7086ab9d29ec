import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { unnamed } from '../src/compat/changelog.ts';
import { compareContracts } from '../src/compat/contract.ts';
import type { Contract } from '../src/gen/contract.ts';

/** A contract with one of everything that a rule looks at. */
const RELEASED = `
servers: [{ url: /api/v1 }]
x-websocket:
  /ws:
    subprotocol: s.v1
    maxFrameBytes: 65536
    frames:
      - { t: hello, direction: client, schema: { $ref: '#/components/schemas/FrameHello' } }
      - { t: evt, direction: server, schema: { $ref: '#/components/schemas/FrameEvt' } }
    closeCodes: [{ code: 4401 }]
paths:
  /things:
    get:
      operationId: listThings
      x-resource: things.list
      x-idempotent: natural
      x-cache: tenant
      x-page: cursor
      x-roles: [admin, client]
      x-filters: [[status], [status, place]]
      x-problems: [unauthenticated]
      parameters:
        - { name: status, in: query, schema: { $ref: '#/components/schemas/Status' } }
        - { name: limit, in: query, schema: { type: integer, maximum: 100, default: 20 } }
      responses:
        '200':
          headers: { Link: { $ref: '#/components/headers/Link' } }
          content: { application/json: { schema: { type: object, required: [data], properties: { data: { type: array, items: { $ref: '#/components/schemas/Thing' } } } } } }
    post:
      operationId: createThing
      x-resource: things.create
      x-idempotent: key
      x-cache: never
      x-queue: true
      x-bulk: true
      x-body-limit: large
      security: []
      x-problems: [unauthenticated]
      requestBody: { content: { application/json: { schema: { $ref: '#/components/schemas/NewThing' } } } }
      responses:
        '201': { content: { application/json: { schema: { $ref: '#/components/schemas/Thing' } } } }
components:
  parameters: {}
  headers: { Link: { schema: { type: string } } }
  schemas:
    ProblemCode: { type: string, enum: [unauthenticated, not_found] }
    Status: { type: string, enum: [open, done] }
    Name: { type: string, maxLength: 200, minLength: 1, pattern: '[a-z]' }
    NewThing:
      type: object
      required: [name]
      additionalProperties: false
      properties:
        name: { $ref: '#/components/schemas/Name' }
        status: { allOf: [{ $ref: '#/components/schemas/Status' }], default: open }
        at: { type: string }
        weight: { type: number, minimum: 0 }
        place: { oneOf: [{ type: string }, { type: 'null' }] }
        how: { oneOf: [{ title: byRoad, type: object, required: [road], properties: { road: { type: string } } }, { title: byRail, type: object, required: [rail], properties: { rail: { type: string } } }] }
        tags: { type: array, maxItems: 9, items: { type: string } }
        spot: { type: array, prefixItems: [{ type: number }, { type: number }] }
        anything: {}
        byName: { type: object, propertyNames: { maxLength: 9 } }
        extra: { type: object, additionalProperties: { type: string } }
        parts: { type: array, items: { $ref: '#/components/schemas/NewThing' } }
    Thing:
      type: object
      required: [id, name]
      additionalProperties: false
      properties:
        id: { type: string }
        name: { $ref: '#/components/schemas/Name' }
        state: { type: string, enum: [open, done] }
        madeAt: { type: string, format: date-time }
        size: { type: integer, maximum: 9 }
    FrameHello: { type: object, required: [t], properties: { t: { const: hello } } }
    FrameEvt: { type: object, required: [t, seq], properties: { t: { const: evt }, seq: { type: integer } } }
`;

const was = parse(RELEASED) as Contract;

/** The findings after one change, a replacement in the released text. */
function changed(change: string, into: string) {
  expect(RELEASED).toContain(change);
  return compareContracts(was, parse(RELEASED.replace(change, into)) as Contract);
}

describe('the contract breaks an old client when', () => {
  it.each([
    ['an operation is gone', '    post:', '    x-post:', 'createThing', 'is gone'],
    [
      'an operation has another name',
      'operationId: createThing',
      'operationId: addThing',
      'createThing',
      'is called addThing now',
    ],
    ['an operation has another path', '  /things:', '  /stuff:', 'listThings', 'has moved'],
    ['an operation has another method', '    post:', '    put:', 'createThing', 'is PUT now'],
    ['a parameter is gone', '{ name: limit, in: query', '{ name: size, in: query', 'listThings', 'is no longer taken'],
    [
      'a parameter must be given',
      '{ name: limit, in: query',
      '{ name: limit, required: true, in: query',
      'listThings',
      'must be given now',
    ],
    [
      'a new parameter must be given',
      '- { name: limit',
      '- { name: x, in: query, required: true, schema: {} }\n        - { name: limit',
      'listThings',
      'is new and must be given',
    ],
    ['a body must be there', 'requestBody: {', 'requestBody: { required: true,', 'createThing', 'must have a body now'],
    [
      'a body has another type',
      'requestBody: { content: { application/json',
      'requestBody: { content: { text/csv',
      'createThing',
      'no longer taken as application/json',
    ],
    [
      'a listed value is no longer taken',
      'Status: { type: string, enum: [open, done] }',
      'Status: { type: string, enum: [open] }',
      'Status',
      'no longer takes "done"',
    ],
    [
      'a value must be one of a list',
      'at: { type: string }',
      'at: { type: string, enum: [x] }',
      'NewThing',
      'takes only',
    ],
    ['a member is no longer taken', '        at: { type: string }\n', '', 'NewThing', 'no longer takes at'],
    ['a member must be given', 'required: [name]', 'required: [name, at]', 'NewThing', 'must have at now'],
    [
      'a member takes another type',
      'weight: { type: number',
      'weight: { type: string',
      'NewThing',
      'takes string, where it took number',
    ],
    [
      'a member takes whole numbers only',
      'weight: { type: number',
      'weight: { type: integer',
      'NewThing',
      'takes integer',
    ],
    [
      'a member no longer takes null',
      "{ oneOf: [{ type: string }, { type: 'null' }] }",
      '{ type: string }',
      'NewThing',
      'no longer takes the form',
    ],
    [
      'one form of several is gone',
      'title: byRail, type: object, required: [rail]',
      'title: bySea, type: object, required: [sea]',
      'NewThing',
      'byRail',
    ],
    [
      'a text must have a format',
      'at: { type: string }',
      'at: { type: string, format: date-time }',
      'NewThing',
      'must be a date-time now',
    ],
    ['a text must match another pattern', "pattern: '[a-z]'", "pattern: '[0-9]'", 'Name', 'must match [0-9] now'],
    ['an upper limit falls', 'maxLength: 200', 'maxLength: 100', 'Name', 'has maxLength 100 (before: 200)'],
    ['a lower limit rises', 'minimum: 0', 'minimum: 1', 'NewThing', 'has minimum 1 (before: 0)'],
    [
      'a limit is new',
      'at: { type: string }',
      'at: { type: string, maxLength: 9 }',
      'NewThing',
      'has maxLength 9 (before: no such limit)',
    ],
    [
      'items get a limit',
      'items: { type: string }',
      'items: { type: string, maxLength: 9 }',
      'NewThing',
      'NewThing.tags[]',
    ],
    [
      'a place in a tuple takes less',
      '[{ type: number }, { type: number }]',
      '[{ type: number }, { type: integer }]',
      'NewThing',
      'NewThing.spot[1]',
    ],
    [
      'what could be anything is a text',
      'anything: {}',
      'anything: { type: string }',
      'NewThing',
      'takes string, where it took anything',
    ],
    ['items must differ', 'maxItems: 9,', 'maxItems: 9, uniqueItems: true,', 'NewThing', 'uniqueItems'],
    [
      'names of members get a limit',
      'propertyNames: { maxLength: 9 }',
      'propertyNames: { maxLength: 5 }',
      'NewThing',
      'names in NewThing.byName has maxLength 5',
    ],
    [
      'a header has another form',
      'headers: { Link: { schema: { type: string } } }',
      'headers: { Link: { schema: { type: integer } } }',
      'listThings',
      'listThings 200 Link',
    ],
    [
      'members of any name get a limit',
      'additionalProperties: { type: string }',
      'additionalProperties: { type: string, maxLength: 9 }',
      'NewThing',
      'NewThing.extra.*',
    ],
    [
      'an open object is closed',
      'extra: { type: object, additionalProperties: { type: string } }',
      'extra: { type: object, additionalProperties: false }',
      'NewThing',
      'takes no members but',
    ],
    [
      'a member is no longer shown',
      '        madeAt: { type: string, format: date-time }\n',
      '',
      'Thing',
      'no longer shows madeAt',
    ],
    ['a member is not always shown', 'required: [id, name]', 'required: [id]', 'Thing', 'no longer always has name'],
    [
      'a member shows another type',
      'size: { type: integer, maximum: 9 }',
      "size: { type: [integer, 'null'] }",
      'Thing',
      'may be integer or null, where clients expect integer',
    ],
    [
      'a shown text has no format any more',
      'madeAt: { type: string, format: date-time }',
      'madeAt: { type: string }',
      'Thing',
      'no longer a date-time',
    ],
    [
      'a shown list of values becomes open',
      'state: { type: string, enum: [open, done] }',
      'state: { type: string }',
      'Thing',
      'may be anything',
    ],
    ['success has another status', "'201'", "'202'", 'createThing', 'no longer answers 201'],
    [
      'success may have a second status',
      "        '201'",
      "        '200': {}\n        '201'",
      'createThing',
      'may answer 200',
    ],
    [
      'an answer has another type',
      "'201': { content: { application/json",
      "'201': { content: { text/plain",
      'createThing',
      'no longer answered as application/json',
    ],
    [
      'a header is gone',
      'headers: { Link: { $ref',
      'headers: { Next: { $ref',
      'listThings',
      'no longer has the header Link',
    ],
    ['a problem code is gone', '[unauthenticated, not_found]', '[unauthenticated]', 'ProblemCode', 'not_found is gone'],
    ['its place in the SDK is another', 'things.list', 'stuff.list', 'listThings', 'sym.stuff.list now'],
    [
      'it is repeated in another way',
      'x-idempotent: key',
      'x-idempotent: none',
      'createThing',
      'idempotent by none now',
    ],
    ['its pages are others', 'x-page: cursor', 'x-page: offset', 'listThings', 'has other pages'],
    ['it leaves the queue', 'x-queue: true', 'x-queue: false', 'createThing', 'no longer queued'],
    ['it may be cached for fewer', 'x-cache: tenant', 'x-cache: user', 'listThings', 'no longer be cached for tenant'],
    ['it is no bulk', 'x-bulk: true', 'x-bulk: false', 'createThing', 'no bulk any more'],
    ['its bodies must be smaller', 'x-body-limit: large', 'x-body-limit: standard', 'createThing', 'standard size'],
    ['it asks for a token', '      security: []\n', '', 'createThing', 'needs a token now'],
    ['a role is shut out', 'x-roles: [admin, client]', 'x-roles: [admin]', 'listThings', 'closed to the role client'],
    [
      'filters are no longer served',
      'x-filters: [[status], [status, place]]',
      'x-filters: [[status]]',
      'listThings',
      'no longer serves the filters',
    ],
    ['the socket is gone', '  /ws:', '  /wss:', 'x-websocket', 'is gone'],
    ['the socket speaks otherwise', 's.v1', 's.v2', 'x-websocket', 'speaks s.v2 now'],
    ['frames must be smaller', 'maxFrameBytes: 65536', 'maxFrameBytes: 1024', 'x-websocket', 'may have 1024 bytes'],
    [
      'a frame is gone',
      't: hello, direction: client',
      't: hi, direction: client',
      'x-websocket',
      'frame hello is gone',
    ],
    [
      'a sent frame needs more',
      'FrameHello: { type: object, required: [t]',
      'FrameHello: { type: object, required: [t, token]',
      'FrameHello',
      'must have token now',
    ],
    ['a received frame has less', 'required: [t, seq]', 'required: [t]', 'FrameEvt', 'no longer always has seq'],
    ['a close code is gone', '4401', '4402', 'x-websocket', 'no longer closes with 4401'],
  ])('%s', (_rule, change, into, subject, sentence) => {
    const breaks = changed(change, into).filter(({ level }) => level === 'break');
    expect(breaks.map((finding) => finding.subject)).toContain(subject);
    expect(breaks.find((finding) => finding.subject === subject && finding.sentence.includes(sentence))).toBeDefined();
    expect(breaks.length).toBeLessThanOrEqual(2); // it says what was done, and little else
  });
});

describe('the contract only deserves a look when', () => {
  it.each([
    [
      'a value is shown that clients do not know',
      'state: { type: string, enum: [open, done] }',
      'state: { type: string, enum: [open, done, lost] }',
      'may be "lost"',
    ],
    ['a default is another', 'default: 20', 'default: 50', 'left out means 50'],
    [
      'an operation refuses in a new way',
      'x-problems: [unauthenticated]',
      'x-problems: [unauthenticated, not_found]',
      'may refuse with not_found',
    ],
    ['what is shown may be larger', 'maximum: 9', 'maximum: 99', 'beyond what was its maximum 9'],
    ['a close code is new', '{ code: 4401 }', '{ code: 4401 }, { code: 4499 }', 'may close with 4499'],
  ])('%s', (_rule, change, into, sentence) => {
    const found = changed(change, into);
    expect(found.map(({ level }) => level)).toEqual(['warning']);
    expect(found[0]?.sentence).toContain(sentence);
  });
});

describe('the contract is silent', () => {
  it('when nothing changed', () => expect(compareContracts(was, parse(RELEASED) as Contract)).toEqual([]));

  it.each([
    ['an operation is new', 'paths:', "paths:\n  /more:\n    get: { operationId: more, responses: { '200': {} } }"],
    ['a parameter is new', '- { name: limit', '- { name: x, in: query, schema: {} }\n        - { name: limit'],
    ['a member may be given', 'at: { type: string }', 'at: { type: string }\n        by: { type: string }'],
    ['a member is shown', 'id: { type: string }', 'id: { type: string }\n        by: { type: string }'],
    ['a member need not be given', 'required: [name]', 'required: []'],
    [
      'a value is taken that was not',
      'Status: { type: string, enum: [open, done] }',
      'Status: { type: string, enum: [open, done, lost] }',
    ],
    ['what is taken may be larger', 'maxItems: 9', 'maxItems: 99'],
    ['whole numbers may have a fraction', 'weight: { type: number, minimum: 0 }', 'weight: { type: number }'],
    [
      'a schema is only moved behind a name',
      'at: { type: string }',
      "at: { $ref: '#/components/headers/Link/schema' }",
    ],
    ['a form is taken beside the others', 'oneOf: [{ title: byRoad', 'oneOf: [{ type: string }, { title: byRoad'],
    ['a role is let in', 'x-roles: [admin, client]', 'x-roles: [admin, client, carrier]'],
    ['words are better', 'x-page: cursor', "x-page: cursor\n      summary: 'List things'"],
  ])('when %s', (_change, from, into) => expect(changed(from, into)).toEqual([]));
});

describe('a break', () => {
  const [found] = changed('required: [id, name]', 'required: [id]');

  it('is one finding, whatever number of operations meets it, and names them', () => {
    expect(changed('required: [id, name]', 'required: [id]')).toHaveLength(1);
    expect(found?.sentence).toContain('(Met in listThings, createThing.)');
  });

  it.each([
    [
      'a line of the unreleased version that names it',
      '## 0.2.0 (unreleased)\n\n- BREAKING (contract) Thing: names may be absent.\n',
      0,
    ],
    ['the same over two lines', '## 0.2.0 (unreleased)\n\n- BREAKING (contract)\n  `Thing.name` may be absent.\n', 0],
    ['a line of a list in a list', '## 0.2.0 (unreleased)\n\n- SDK:\n  - BREAKING (contract) Thing: other.\n', 0],
    ['a line about something else', '## 0.2.0 (unreleased)\n\n- BREAKING (contract) Client: gone.\n', 1],
    ['a line about the types', '## 0.2.0 (unreleased)\n\n- BREAKING (types) Thing: other.\n', 1],
    ['a mere mention', '## 0.2.0 (unreleased)\n\n- Thing is better.\n', 1],
    ['a line of a version that is out', '## 0.2.0 (unreleased)\n\n## 0.1.0\n\n- BREAKING (contract) Thing: …\n', 1],
  ])('is answered for by the changelog, or not: %s', (_what, changelog, left) => {
    expect(unnamed(found ? [found] : [], changelog)).toHaveLength(left);
  });
});
