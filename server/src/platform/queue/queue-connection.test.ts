import { expect, it } from 'vitest';
import { connectionOptions } from './queue-connection.ts';

it('a rediss URL keeps its TLS, its user and its database', () => {
  expect(connectionOptions('rediss://app:p%40ss@cache.internal:6380/2')).toEqual({
    host: 'cache.internal',
    port: 6380,
    username: 'app',
    password: 'p@ss',
    db: 2,
    tls: {},
  });
  expect(connectionOptions('redis://127.0.0.1')).toEqual({ host: '127.0.0.1', port: 6379 });
  expect(connectionOptions('redis://[::1]:7000')).toEqual({ host: '::1', port: 7000 });
});
