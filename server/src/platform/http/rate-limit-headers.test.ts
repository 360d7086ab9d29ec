import { expect, it } from 'vitest';
import { joinedLimits } from './rate-limit-headers.ts';

it('an answer that was charged for at two places tells of all buckets, of each as the later charge left it', () => {
  expect(
    joinedLimits(
      {
        RateLimit: '"user"; r=59; t=60, "tenant"; r=90; t=60',
        'RateLimit-Policy': '"user"; q=60; w=60',
        'x-other': '1',
      },
      { RateLimit: '"tenant"; r=40; t=60, "bulk"; r=1; t=9', 'RateLimit-Policy': '"bulk"; q=600; w=60', etag: 'e' },
    ),
  ).toEqual({
    RateLimit: '"user"; r=59; t=60, "tenant"; r=40; t=60, "bulk"; r=1; t=9',
    'RateLimit-Policy': '"user"; q=60; w=60, "bulk"; q=600; w=60',
    'x-other': '1',
    etag: 'e',
  });
  expect(joinedLimits(undefined, { RateLimit: '"user"; r=1; t=1' })).toEqual({ RateLimit: '"user"; r=1; t=1' });
  expect(joinedLimits({ RateLimit: '"user"; r=1; t=1' }, undefined)).toEqual({ RateLimit: '"user"; r=1; t=1' });
});
