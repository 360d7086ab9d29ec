/**
 * The walls of the house (ARCHITECTURE.md): who may import whom, each with its reason. `npm run check` holds every import
 * of server, SDK, scripts and pages against them; scripts/test/walls.test.ts proves each by a planted violation.
 */

/** Bottom up. A floor knows the floors below it; tenants carry the rest of the ground, because everything belongs to one. */
const FLOORS = [
  ['tenants'],
  ['auth', 'flags', 'jobs'],
  ['clients', 'catalog', 'pricing', 'carriers', 'contracts', 'plans'],
  ['orders'],
  ['tracking', 'devices', 'tracking-links', 'documents', 'notifications', 'webhooks', 'exports'],
  ['operations'],
];

const anyOf = (names) => `(${names.join('|')})`;
const feature = (names) => `^server/src/features/${anyOf(names)}/`;

/** Tests look at what they like, and fixtures belong to them. */
const TESTS = '\\.(test|fixtures)\\.ts$';
const PRODUCTION = { pathNot: [TESTS, '^server/test/', '^sdk/test/', '^scripts/test/'] };
const COMPOSITION = '^server/src/(app\\.ts|app/)';

/** A package may be imported for its types alone from anywhere: those are erased. */
const AT_RUN_TIME = { dependencyTypesNot: ['type-only', 'type-import'] };

const rule = (name, comment, from, to) => ({ name, severity: 'error', comment, from, to });
const npm = (...names) => `(^|/)node_modules/(@types/)?${anyOf(names)}(/|$)`;

const floors = FLOORS.map((names, index) => {
  const above = FLOORS.slice(index + 1).flat();
  return names.map((name) => {
    const beside = names.filter((other) => other !== name);
    const reason =
      'neighbours talk through events or through what app.ts hands them, so that each can be read, tested and moved alone.';
    const forbidden = [...beside, ...above];
    return forbidden.length === 0
      ? []
      : [
          rule(
            `3-floors-${name}`,
            `A feature imports only lower floors; ${reason}`,
            { path: feature([name]), ...PRODUCTION },
            { path: feature(forbidden) },
          ),
        ];
  });
});

/** Packages that only one part of the house may touch, so that replacing one is the work of a day. */
const HOMES = [
  [
    'mongodb',
    npm('mongodb'),
    ['\\.repo\\.ts$', '^server/src/platform/(db|storage)/', '^scripts/src/'],
    'only there the tenant is put into every filter and every call gets its time limit.',
  ],
  [
    'express',
    npm('express', 'compression', 'cors', 'helmet', 'express-rate-limit'),
    ['^server/src/platform/http/'],
    'an operation knows no Express, so that batches and the front function run the same one.',
  ],
  [
    'ws',
    npm('ws'),
    ['^server/src/platform/realtime/', '^scripts/src/bench/'],
    'a feature speaks of channels; sockets, limits and close codes are one protocol.',
  ],
  [
    'bull',
    npm('bull', 'ioredis'),
    ['^server/src/platform/queue/'],
    'Bull is at its end of life; behind the port another queue can take its place.',
  ],
  [
    'redis',
    npm('redis', '@redis', 'rate-limit-redis'),
    ['^server/src/platform/(cache|queue|realtime|http)/'],
    'every call there has a time-out and a breaker, since Redis may be away at any time.',
  ],
];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    rule(
      '1-platform-knows-no-feature',
      'The platform could serve another product; what it needs of a feature is handed to it.',
      { path: '^server/src/platform/', ...PRODUCTION },
      { path: ['^server/src/features/', COMPOSITION, '^server/src/main\\.ts'] },
    ),
    rule(
      '2-feature-by-its-door',
      'A feature is entered through its index.ts only, so that everything behind the door may change.',
      { path: '^server/src/features/([^/]+)/', ...PRODUCTION },
      {
        path: '^server/src/features/',
        pathNot: ['^server/src/features/$1/', '^server/src/features/[^/]+/index\\.ts$'],
      },
    ),
    rule(
      '2-app-by-the-door',
      'The composition root is a guest like everybody: it enters a feature through its index.ts.',
      { path: [COMPOSITION, '^server/src/main\\.ts'], ...PRODUCTION },
      { path: '^server/src/features/', pathNot: '^server/src/features/[^/]+/index\\.ts$' },
    ),
    ...floors.flat(2),
    rule(
      '3-nobody-above-the-roof',
      'Features are put together by app.ts; one that imports it would know them all.',
      { path: '^server/src/features/', ...PRODUCTION },
      { path: [COMPOSITION, '^server/src/main\\.ts'] },
    ),
    rule(
      '4-model-is-pure',
      'Rules of the business are read and tested without any machinery: a model imports models, errors and types.',
      { path: '\\.model\\.ts$' },
      { pathNot: '\\.(model|errors)\\.ts$', ...AT_RUN_TIME },
    ),
    rule(
      '5-routes-have-no-repo',
      'A route module is a table of contents; queries belong to use cases, which say what happens half-way.',
      { path: '\\.(routes|socket)\\.ts$' },
      { path: '\\.repo\\.ts$' },
    ),
    ...HOMES.map(([name, path, homes, reason]) =>
      rule(
        `6-home-of-${name}`,
        `${name} is touched in its home only: ${reason}`,
        { path: '^(server|scripts)/', pathNot: [...PRODUCTION.pathNot, ...homes] },
        { path, ...AT_RUN_TIME },
      ),
    ),
    rule(
      '7-sdk-stands-alone',
      'The SDK is published: it imports nothing of the server, the scripts or the pages.',
      { path: '^sdk/src/' },
      { path: '^(server|scripts|web)/' },
    ),
    rule(
      '7-sdk-has-no-dependency',
      'What the SDK depends on, every page of every frontend team depends on: so on nothing.',
      { path: '^sdk/src/' },
      { dependencyTypes: ['npm', 'npm-dev', 'npm-peer', 'npm-optional', 'npm-no-pkg', 'npm-unknown'] },
    ),
    rule(
      '7-sdk-runs-in-browsers',
      'Only the stores for Node may use what Node brings.',
      { path: '^sdk/src/', pathNot: '^sdk/src/storage/(sqlite|file|node)-' },
      { dependencyTypes: ['core'] },
    ),
    rule(
      '7-server-without-sdk',
      'The server must not depend on one of its clients.',
      { path: '^server/src/' },
      { path: ['^sdk/', '^web/', '^node_modules/@symphonia/'] },
    ),
    rule(
      '7-web-has-only-the-sdk',
      'The pages are made as a frontend team would make them: with the SDK, and a map that knows nothing of us.',
      { path: '^web/src/' },
      {
        path: '.',
        pathNot: [
          '^web/',
          '^sdk/',
          '^node_modules/@symphonia/sdk/',
          '(^|/)node_modules/(@types/)?(leaflet|world-atlas|topojson-client|topojson-specification|geojson)/',
        ],
      },
    ),
    rule(
      '8-scripts-by-the-door',
      'Commands take the way of everybody: createApp, the platform and the features’ doors.',
      { path: '^scripts/src/', ...PRODUCTION },
      {
        path: '^server/src/',
        pathNot: ['^server/src/app\\.ts$', '^server/src/platform/', '^server/src/features/[^/]+/index\\.ts$'],
      },
    ),
    rule(
      '8-nobody-imports-scripts',
      'Scripts serve people; what the product needs belongs into the product.',
      { path: '^(server|sdk|web)/src/' },
      { path: '^scripts/' },
    ),
    rule(
      '9-no-cycles',
      'Files that need each other are one file, or need a third. Types may refer to each other: they are erased.',
      {},
      { circular: true, viaOnly: AT_RUN_TIME },
    ),
    rule(
      '9-no-orphans',
      'Nobody imports it and it imports nobody: delete it.',
      { orphan: true, pathNot: ['\\.d\\.ts$', '(^|/)\\.[^/]+$', TESTS] },
      {},
    ),
    rule('9-no-test-in-production', 'Tests and fixtures do not ship.', PRODUCTION, {
      path: [TESTS, '^(server|sdk|scripts)/test/'],
    }),
    rule(
      '9-installed-in-production',
      'The release carries only "dependencies": what runs there and stands in "devDependencies" would be missing.',
      { path: '^(server/src/|scripts/src/(cli\\.ts|commands/|demo/))', ...PRODUCTION },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], ...AT_RUN_TIME },
    ),
    rule('9-resolvable', 'It names something that is not there.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '(^|/)dist/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.js', '.mjs', '.cjs', '.d.ts', '.json'],
    },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
