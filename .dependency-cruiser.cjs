/** @type {import('dependency-cruiser').IConfiguration} */
const lib = (name) => `^libs/${name}/`;
const onlyLibs = (from, allowed) => ({
  name: `${from}-lib-layer`,
  severity: 'error',
  comment: `libs/${from} may import of ours only: ${allowed.join(', ') || 'nothing'}.`,
  from: { path: lib(from) },
  to: { path: '^(libs|services|deploy|test)/', pathNot: `^libs/(${[from, ...allowed].join('|')})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'engine-is-pure',
      severity: 'error',
      comment: 'No I/O, no clock, no Node, no other package but the RE2 port for linear-time patterns.',
      from: { path: lib('engine') + 'src', pathNot: '\\.(test|oracle)\\.ts$' },
      to: { pathNot: ['^libs/engine/', 'node_modules/re2js/'] },
    },
    onlyLibs('engine', []),
    onlyLibs('store', []),
    onlyLibs('codec', []),
    onlyLibs('observability', []),
    onlyLibs('stack', []),
    onlyLibs('service', ['observability']),
    onlyLibs('kafka', ['store', 'codec', 'observability']),
    onlyLibs('delivery', ['engine', 'codec']),
    onlyLibs('sink', ['engine', 'codec', 'delivery', 'kafka', 'store', 'service', 'observability']),
    onlyLibs('definitions', ['engine', 'delivery', 'codec', 'kafka', 'observability']),
    onlyLibs('segments', ['engine', 'codec', 'definitions', 'replay']),
    onlyLibs('replay', ['engine', 'codec', 'definitions', 'kafka', 'stack', 'observability']),
    {
      name: 'services-are-islands',
      severity: 'error',
      from: { path: '^services/([^/]+)/' },
      to: { path: '^(services|deploy|test)/', pathNot: '^services/$1/' },
    },
    {
      name: 'front-door-only',
      severity: 'error',
      comment: 'Import a package by its name, never a file inside it.',
      from: { path: '^(libs|services|deploy)/([^/]+)/' },
      to: { path: '^libs/[^/]+/(src|dist)/', pathNot: ['^libs/$2/', '/(index|testing)\\.(ts|js)$'] },
    },
    {
      name: 'no-own-front-door',
      severity: 'error',
      comment: 'A file does not import the index of its own package: cycles come from barrels.',
      from: { path: '^libs/([^/]+)/src/', pathNot: '\\.test\\.ts$' },
      to: { path: '^libs/$1/src/index\\.ts$' },
    },
    {
      name: 'one-kafka-client',
      severity: 'error',
      from: { pathNot: '^(libs/kafka/src/client\\.ts|test/)' },
      to: { path: 'node_modules/kafkajs' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.test.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['development', 'import', 'node', 'default'],
    },
  },
};
