import { defineError } from '../../platform/errors/app-error.ts';

export const InvalidGrid = defineError<{ mistakes: readonly { readonly pointer: string; readonly message: string }[] }>(
  {
    code: 'invalid_grid',
    status: 422,
    title: 'The pricing grid contradicts itself',
    detail: ({ mistakes }) =>
      mistakes.length === 1 && mistakes[0]
        ? `${mistakes[0].pointer} ${mistakes[0].message}`
        : `${mistakes.length} things in the grid cannot be; see errors.`,
    why: 'Each field is of the right type, but together they make no grid: a cell of an unknown zone, brackets out of order, an end before the beginning, or a second standard grid for one transport type.',
    fix: 'Correct each place named in errors; nothing of the grid was stored.',
  },
);

export const QuoteNotPossible = defineError<{ message: string }>({
  code: 'quote_not_possible',
  status: 422,
  title: 'This transport has no price',
  detail: ({ message }) => message,
  why: 'The client’s contract, or without one the tenant, has no grid for this transport type that is valid now, no zone of it covers a place, or the goods are beyond its brackets.',
  fix: 'See errors for the place and the reason. An order can still be placed: it is kept for review and a person decides.',
});
