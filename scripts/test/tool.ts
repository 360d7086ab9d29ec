import { spawnSync } from 'node:child_process';

/**
 * Whether a program that a test needs is installed. Where it is not, a developer's run says what is skipped and how to
 * get it; in CI it throws, because there a proof must not be left out unnoticed.
 */
export function hasTool(name: string, howToGetIt: string): boolean {
  const found = spawnSync('sh', ['-c', `command -v ${name}`]).status === 0;
  if (found) return true;
  const sentence = `${name} is not installed (${howToGetIt})`;
  if (process.env.CI) throw new Error(sentence);
  console.warn(`skipped: ${sentence}`);
  return false;
}
