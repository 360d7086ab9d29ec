import { defineError } from '../../platform/errors/app-error.ts';

export const SlugTaken = defineError<{ slug: string }>({
  code: 'slug_taken',
  status: 409,
  title: 'This short name belongs to another tenant',
  detail: ({ slug }) => `The slug ${slug} is taken; choose another.`,
  why: 'A tenant’s slug is unique in the whole system, because people sign in with it.',
  fix: 'Choose another slug.',
});
