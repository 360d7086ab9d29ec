import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What identifies a release: in `build.json`, in its name, and from there in health, logs and headers. */
export interface BuildInfo {
  /** The version of package.json. */
  readonly version: string;
  /** Commits since the last version tag (`v1.2.3`), or since the beginning when there is none. */
  readonly build: number;
  /** The full hash; with `-dirty` when the folder held changes that no commit knows. */
  readonly commit: string;
  /** When the commit was made, RFC 3339 UTC. Never the time of the build: two builds of one commit are one release. */
  readonly date: string;
}

/**
 * Reads the identity of the release from package.json and git in `root`; `build` overrides the counted number.
 * Throws where there is no commit to name.
 */
export function readBuildInfo(root: string, build?: number): BuildInfo {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  // Our own file, checked in; `version` is a string in every package.json that npm accepts.
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };

  const commit = attempt(() => git('rev-parse', '--verify', 'HEAD'));
  if (!commit) throw new Error('A release names its commit, and this folder has none: make one first.');
  const tag = attempt(() => git('describe', '--tags', '--abbrev=0', '--match', 'v[0-9]*'));
  const counted = Number(git('rev-list', '--count', tag ? `${tag}..HEAD` : 'HEAD'));
  const dirty = git('status', '--porcelain') === '' ? '' : '-dirty';
  const seconds = Number(git('show', '--no-patch', '--format=%ct', 'HEAD'));

  return {
    version,
    build: build ?? counted,
    commit: `${commit}${dirty}`,
    date: new Date(seconds * 1000).toISOString(),
  };
}

function attempt(run: () => string): string | undefined {
  try {
    return run();
  } catch {
    return undefined;
  }
}
