import { describe, expect, it } from 'vitest';
import { InvalidRequest } from './errors.ts';
import { assertValid, findings } from './validate.ts';
import {
  createClientBody,
  createUserBody,
  listOrdersQuery,
  placeOrderBody,
  reportPositionsBody,
} from './validators.gen.js';

const said = (validator: Parameters<typeof findings>[0], data: unknown, root = '') =>
  findings(validator, data, root).map(({ pointer, message }) => `${pointer} ${message}`);

describe('a mistake is a sentence with a place', () => {
  it('names the field that was probably meant, of those not sent yet', () => {
    expect(said(createClientBody, { name: 'a', emial: 'a@b.example' })).toEqual([
      '/emial is not a known field; did you mean email?',
    ]);
    expect(said(createClientBody, { nmae: 'a' }).sort()).toEqual([
      '/name is required.',
      '/nmae is not a known field; did you mean name?',
    ]);
    // Every known field was sent: nothing can have been meant.
    expect(said(createClientBody, { name: 'a', email: 'a@b.example', phone: '+49 40 1', fax: '1' })).toEqual([
      '/fax is not a known field.',
    ]);
  });

  it.each([
    [{ name: 1 }, '/name must be a string, not a number.'],
    [{ name: null }, '/name must be a string, not null.'],
    [{ name: [] }, '/name must be a string, not an array.'],
    [{ name: {} }, '/name must be a string, not an object.'],
    [{ name: '' }, '/name must have at least 1 characters.'],
    [{ name: 'a'.repeat(201) }, '/name must have at most 200 characters.'],
    [{ name: 'a', email: 'nobody' }, '/email must be an e-mail address.'],
    [{}, '/name is required.'],
    [[], ' must be an object, not an array.'],
    [null, ' must be an object, not null.'],
  ])('%j: %s', (body, sentence) => {
    expect(said(createClientBody, body)).toContain(sentence);
  });

  it('lists what is allowed, and says how a time looks', () => {
    expect(said(createUserBody, { name: 'a', email: 'a@b.example', password: 'long enough', role: 'boss' })).toEqual([
      '/role must be one of admin, dispatcher, client, carrier, driver.',
    ]);
    const point = { deviceTime: '2026-11-21T08:30:00.000Z', coordinates: [8.65, 49.87] };
    const ofPoint = (change: object) => said(reportPositionsBody, { points: [{ ...point, ...change }] });
    expect(ofPoint({ deviceTime: 'now' })).toEqual([
      '/points/0/deviceTime must be an RFC 3339 time such as 2026-11-21T08:30:00.000Z.',
    ]);
    expect(ofPoint({ coordinates: [181, 0] })).toEqual(['/points/0/coordinates/0 must be <= 180.']);
  });

  it('says where it stands in the query, and in names with a slash or a tilde', () => {
    expect(said(listOrdersQuery, { limit: 101 }, '/query')).toEqual(['/query/limit must be <= 100.']);
    expect(said(createClientBody, { name: 'a', 'a/b~c': 1 }).join()).toMatch(/^\/a~1b~0c is not/);
  });

  it('stops at twenty, whatever was sent', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`x${i}`, i]));
    expect(findings(createClientBody, { name: 'a', ...many })).toHaveLength(20);
    expect(said(createClientBody, { name: 'a', ['x'.repeat(5_000)]: 1 })[0]?.length).toBeLessThan(200);
  });

  it('is one sentence each, also where several rules of a choice fail', () => {
    expect(
      findings(placeOrderBody, { transportType: 'ltl' })
        .map(({ pointer }) => pointer)
        .sort(),
    ).toEqual(['/delivery', '/lines', '/pickup']);
  });
});

it('what is valid passes, and what is not is refused with all its mistakes', () => {
  assertValid(createClientBody, { name: 'Elbwerk' }, '');
  expect(() => assertValid(createClientBody, { nam: 1 }, '')).toThrow(
    expect.objectContaining({ code: 'invalid_request', extras: { errors: expect.any(Array) } }),
  );
  expect(InvalidRequest.kind.status).toBe(400);
});
