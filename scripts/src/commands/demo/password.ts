import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Refusal } from '../command.ts';

/** The password that this clone's demo people share, as it is kept in `file`. */
export function keptPassword(file: string): string | undefined {
  if (!existsSync(file)) return undefined;
  const { password } = JSON.parse(readFileSync(file, 'utf8')) as { password?: unknown };
  if (typeof password !== 'string') throw new Refusal(`${file} holds no password: delete it.`);
  return password;
}

/** A password that nobody guesses. */
export const newPassword = (): string => randomBytes(12).toString('base64url');

/** Keeps the password, readable by its owner only; whole or not at all. */
export function keepPassword(file: string, password: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(`${file}.part`, `${JSON.stringify({ password })}\n`, { mode: 0o600 });
  renameSync(`${file}.part`, file);
}
