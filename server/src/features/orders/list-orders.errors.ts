import { defineError } from '../../platform/errors/app-error.ts';

export const FilterNotServed = defineError<{ asked: readonly string[]; served: readonly string[] }>({
  code: 'filter_not_served',
  status: 400,
  title: 'This combination of filters has no index',
  detail: ({ asked, served }) =>
    `The filters ${asked.join(' + ')} cannot be combined for you; possible are ${served.join(', ')}.`,
  why: 'Every list is read from an index, so that it stays fast with a million orders. Your role may add a filter of its own.',
  fix: 'Ask for one of the combinations named, and narrow it further by createdFrom and createdTo.',
});
