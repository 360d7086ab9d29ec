import type { ServerResponse } from 'node:http';
import { API_VERSION } from './contract.gen.ts';
import type { Reply } from './operation.ts';

/** Writes a reply as bytes. JSON unless it says otherwise; 204 and 304 carry none. */
export function sendReply(res: ServerResponse, reply: Reply): void {
  res.statusCode = reply.status;
  res.setHeader('API-Version', API_VERSION);
  for (const [name, value] of Object.entries(reply.headers ?? {})) {
    const before = name.toLowerCase().startsWith('ratelimit') ? res.getHeader(name) : undefined;
    res.setHeader(name, before === undefined ? value : `${String(before)}, ${value}`);
  }
  if (reply.status === 204 || reply.status === 304 || reply.body === undefined) {
    res.end();
    return;
  }
  const raw = typeof reply.body === 'string' || Buffer.isBuffer(reply.body);
  const bytes = raw && reply.contentType !== undefined ? (reply.body as string | Buffer) : JSON.stringify(reply.body); // raw says which
  res.setHeader('Content-Type', reply.contentType ?? 'application/json; charset=utf-8');
  res.setHeader('Content-Length', Buffer.byteLength(bytes));
  res.end(bytes);
}
