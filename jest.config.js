/** Two projects: `unit` needs nothing but Node; `integration` gets a real broker and registry, started once for all its files. */
const shared = {
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, sourceMaps: 'inline' }],
  },
  extensionsToTreatAsEsm: ['.ts'],
  testEnvironmentOptions: { customExportConditions: ['development', 'node'] },
};

export default {
  testTimeout: 60_000,
  projects: [
    {
      ...shared,
      displayName: 'unit',
      testMatch: [
        '<rootDir>/{libs,services,deploy}/*/src/**/*.test.ts',
        '<rootDir>/test/architecture/**/*.test.ts',
        '<rootDir>/test/{oracle,mutations}/**/*.test.ts',
      ],
      testPathIgnorePatterns: ['/node_modules/', '\\.integration\\.test\\.ts$'],
    },
    {
      ...shared,
      displayName: 'integration',
      testMatch: [
        '<rootDir>/{libs,services,deploy}/*/src/**/*.integration.test.ts',
        '<rootDir>/test/{integration,e2e,chaos}/**/*.test.ts',
      ],
      globalSetup: '<rootDir>/test/support/start-stack.ts',
      globalTeardown: '<rootDir>/test/support/stop-stack.ts',
    },
  ],
};
