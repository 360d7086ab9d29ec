import { defineError } from '../../platform/errors/app-error.ts';

export const TooManyDocuments = defineError<{ reference: string; limit: number }>({
  code: 'too_many_documents',
  status: 409,
  title: 'The order has no room for another document',
  detail: ({ reference, limit }) => `Order ${reference} has ${limit} documents, the most it keeps.`,
  why: 'An order keeps a bounded number of documents, so that one program in a loop cannot fill the store.',
  fix: 'Put several pages into one PDF.',
});
export const ImageTooLarge = defineError<{ width: number; height: number; side: number; pixels: number }>({
  code: 'image_too_large',
  status: 422,
  title: 'The picture has too many pixels',
  detail: ({ width, height, side, pixels }) =>
    `The picture is ${width} × ${height} pixels; at most ${side} a side and ${pixels / 1_000_000} million in all are taken.`,
  why: 'Whoever shows a picture unpacks all of its pixels, however few bytes they came in.',
  fix: 'Make the picture smaller before you send it.',
});
export const DocumentUnreadable = defineError<{ type: string; reason: string }>({
  code: 'document_unreadable',
  status: 422,
  title: 'The file is damaged',
  detail: ({ type, reason }) => `The file begins like ${type}, but ${reason}.`,
  why: 'The file was cut off or damaged before it was sent, or only pretends to be what it is.',
  fix: 'Open it on your side; when it cannot be shown there, take it again.',
});
