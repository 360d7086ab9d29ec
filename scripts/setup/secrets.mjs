import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The secrets of this clone: made once, kept in `file` (readable by its owner only), the same at each start, so that sessions
 * and cursors survive a restart. JWT_KEYS is a JSON array of private JWKs: the first signs, all verify.
 */
export function localSecrets(file) {
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
  const secrets = { APP_SECRET: randomBytes(32).toString('base64url'), JWT_KEYS: JSON.stringify([signingKey()]) };
  writePrivately(file, `${JSON.stringify(secrets, null, 2)}\n`);
  return secrets;
}

function signingKey() {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: randomBytes(8).toString('hex') };
}

/** Writes a file nobody else may read, whole or not at all. */
export function writePrivately(file, text) {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.part`, text, { mode: 0o600 });
  renameSync(`${file}.part`, file);
}

/** An environment as a file that `node --env-file` and a shell's `source` read alike: JSON keeps its double quotes. */
export function envFile(values) {
  const lines = Object.entries(values).map(([name, value]) => {
    if (/['\n]/.test(value))
      throw new TypeError(`${name} holds a quote or a line break, which an environment file cannot carry`);
    return `${name}='${value}'\n`;
  });
  return lines.join('');
}
