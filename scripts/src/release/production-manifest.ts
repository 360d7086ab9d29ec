/** The parts of package.json that a release needs. */
interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly type?: string;
  readonly engines?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface LockedPackage {
  readonly dev?: boolean;
  readonly link?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/** The parts of package-lock.json (version 3) that a release needs; the rest of each entry is carried along. */
interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

const INSTALLED = 'node_modules/';

/**
 * package.json and package-lock.json of the release: what production runs and nothing of what builds or tests it, so
 * that `npm ci` in the release folder installs exactly the locked production packages.
 *
 * An optional package that the lock does not know (a binary for a platform that the registry did not have) is taken out
 * of its owner's list too, because `npm ci` refuses a lock that names what it does not hold.
 */
export function productionManifest(manifest: Manifest, lock: Lock): { manifest: object; lock: object } {
  const { name, version, license, type, engines, dependencies } = manifest;
  const kept = Object.entries(lock.packages).filter(
    ([path, entry]) => path.startsWith(INSTALLED) && entry.dev !== true && entry.link !== true,
  );
  const known = new Set(kept.map(([path]) => path.slice(path.lastIndexOf(INSTALLED) + INSTALLED.length)));
  const packages = Object.fromEntries(
    kept.map(([path, entry]) => {
      if (!entry.optionalDependencies) return [path, entry];
      const optional = Object.entries(entry.optionalDependencies).filter(([dependency]) => known.has(dependency));
      return [path, { ...entry, optionalDependencies: Object.fromEntries(optional) }];
    }),
  );
  return {
    manifest: { name, version, private: true, license, type, engines, dependencies },
    lock: {
      name,
      version,
      lockfileVersion: 3,
      requires: true,
      packages: { '': { name, version, license, engines, dependencies }, ...packages },
    },
  };
}
