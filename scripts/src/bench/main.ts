/** `npm run bench -- <name>`: the benchmarks by name, each a program of its own. */
const BENCHES: Readonly<Record<string, () => Promise<unknown>>> = {
  positions: () => import('./positions.ts'),
  sdk: () => import('./sdk.ts'),
  tracking: () => import('./tracking.ts'),
};

const [name = ''] = process.argv.slice(2);
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (bench) await bench();
else {
  console.error(`There is no benchmark "${name}"; there are ${Object.keys(BENCHES).join(', ')}.`);
  process.exitCode = 2;
}
