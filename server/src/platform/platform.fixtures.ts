import { aCtx } from './db/mongo.fixtures.ts';
import type { Mongo } from './db/mongo.ts';
import { createPager } from './db/page.ts';
import type { Platform } from './platform.ts';

/** A platform to open a feature's door on: it reads the real database. Changes go through the application, never past it. */
export const readingPlatform = (mongo: Mongo): Platform => ({
  mongo,
  pager: createPager('a secret of at least thirty-two characters'),
  log: aCtx().log,
  now: () => new Date(),
  invalidate: () => Promise.reject(new Error('A door changes nothing.')),
});
