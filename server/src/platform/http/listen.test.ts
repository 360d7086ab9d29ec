import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect, it, onTestFinished } from 'vitest';
import { silent } from '../cache/redis.fixtures.ts';
import { httpServerPart } from './listen.ts';

it('a request that was sent before the stop is answered, also when a busy loop had not read it yet', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'listen-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const part = httpServerPart({
    ...{ host: '127.0.0.1', port: 0, log: silent, createServer },
    listener: (req, res) => void req.resume().on('end', () => res.setHeader('Connection', 'close').end('taken')),
  });
  await part.start?.();
  const sent = join(folder, 'sent');
  // In a process of its own: this one's loop is busy until the request has been sent.
  const client = spawn('bash', [
    '-c',
    `exec 3<>/dev/tcp/127.0.0.1/${part.port}; printf 'POST / HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 0\\r\\n\\r\\n' >&3; touch ${sent}; cat <&3`,
  ]);
  const answer = text(client.stdout);
  while (!existsSync(sent));

  await part.stop?.(AbortSignal.timeout(10_000));

  expect(await answer).toContain('taken');
});
