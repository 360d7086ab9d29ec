import { describe, expect, it } from 'vitest';
import { ROLES } from '../../platform/http/context.ts';
import { OPERATIONS } from '../../platform/http/contract.gen.ts';
import {
  CONTENT_TYPES,
  type DocumentKind,
  isHiddenFromRoad,
  isProof,
  KINDS,
  mayAttach,
  maySee,
  seenBy,
} from './documents.model.ts';

const HIDDEN: readonly DocumentKind[] = ['invoice'];
const ROAD = ['carrier', 'driver'];

describe('kinds of documents', () => {
  it.each(KINDS.flatMap((kind) => ROLES.map((role) => [kind, role] as const)))('%s and a %s', (kind, role) => {
    const sees = !(HIDDEN.includes(kind) && ROAD.includes(role));
    expect(mayAttach({ role }, kind)).toBe(sees);
    expect(maySee({ role }, { hiddenFromRoad: isHiddenFromRoad(kind) })).toBe(sees);
  });

  it('narrow the lists of those who do not see all', () => {
    expect(ROLES.filter((role) => seenBy({ role }).hiddenFromRoad === false)).toEqual(ROAD);
  });
});

describe('a proof', () => {
  it('is a picture that was taken as one', () => {
    const proofs = KINDS.flatMap((kind) => CONTENT_TYPES.map((contentType) => ({ kind, contentType }))).filter(isProof);
    expect(proofs).toEqual(
      ['signature', 'photo'].flatMap((kind) =>
        ['image/jpeg', 'image/png', 'image/webp'].map((contentType) => ({ kind, contentType })),
      ),
    );
  });
});

it('the types that are taken are those the contract names', () => {
  expect([...CONTENT_TYPES].sort()).toEqual(
    OPERATIONS.uploadDocument.bodyTypes.filter((type) => type !== 'multipart/form-data').sort(),
  );
});
