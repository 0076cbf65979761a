import { type Reader, show } from '../reading.ts';
import { no, type ScalarType, yes } from './scalar.ts';

function readBoolean(raw: unknown, reader: Reader, op: string): boolean | undefined {
  return typeof raw === 'boolean' ? raw : reader.fail(`${show(raw)} is not true or false (${op})`);
}

export const boolean: ScalarType<boolean> = {
  what: 'true or false',
  bare: (raw) => (typeof raw === 'boolean' ? 'eq' : undefined),
  bareSchema: { type: 'boolean' },
  operators: {
    eq: {
      parse: readBoolean,
      schema: { type: 'boolean' },
      compile: (operand: boolean) => (value) => value === operand,
      whenMissing: no,
    },
    ne: {
      parse: readBoolean,
      schema: { type: 'boolean' },
      compile: (operand: boolean) => (value) => value !== operand,
      whenMissing: yes,
    },
  },
};
