import tseslint from 'typescript-eslint';

const environmentIsForConfig = {
  object: 'process',
  property: 'env',
  message: 'Only config.ts and main.ts read the environment.',
};
const clockIsAnInput = { object: 'Date', property: 'now', message: 'The clock is an input: take it as an argument.' };
const noDice = { object: 'Math', property: 'random', message: 'Randomness is an input: take it as an argument.' };

export default tseslint.config(
  { ignores: ['**/dist/**', '**/generated/**', '**/*.js', '**/*.cjs', '**/*.mjs'] },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { project: ['tsconfig.test.json'], tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'max-lines-per-function': ['error', { max: 70, skipComments: true, skipBlankLines: true }],
      'max-lines': ['error', { max: 400, skipComments: true, skipBlankLines: true }],
    },
  },
  {
    files: ['{libs,services,deploy}/*/src/**/*.ts'],
    ignores: ['**/config.ts', '**/main.ts', '**/*-main.ts', '**/*.test.ts'],
    rules: { 'no-restricted-properties': ['error', environmentIsForConfig, clockIsAnInput, noDice] },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
);
