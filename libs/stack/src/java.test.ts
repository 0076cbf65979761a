import { expect, test } from '@jest/globals';
import { parseJavaVersion } from './java.ts';

test.each([
  ['openjdk version "17.0.15" 2025-04-15', 17],
  ['openjdk version "25" 2025-09-16 LTS', 25],
  ['java version "1.8.0_402"', 8],
  ['Picked up JAVA_TOOL_OPTIONS: -Xmx1g\nopenjdk version "21-ea" 2023-09-19', 21],
  ['The operation couldn’t be completed. Unable to locate a Java Runtime.', null],
])('%s', (output, version) => {
  expect(parseJavaVersion(output)).toBe(version);
});
