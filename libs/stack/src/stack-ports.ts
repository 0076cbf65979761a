import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Stack } from './stack.ts';

/** Ports that are wished for, 0 for any. Whoever has one already keeps it: then another is taken. */
export interface StackPorts {
  readonly registry: number;
  /** Of the brokers, in their order. */
  readonly brokers: readonly number[];
}

/** For tests and programs that start a stack of their own, perhaps several at once. */
export const anyPorts: StackPorts = { registry: 0, brokers: [] };
/** Where people and their tools look for a Kafka and a schema registry. */
export const usualPorts: StackPorts = { registry: 8081, brokers: [9092, 9093, 9094] };

const fileIn = (dataDir: string): string => join(dataDir, 'ports.json');

/** Those that the directory's stack had last time, so that what was told its address finds it again. */
export async function recallPorts(dataDir: string, otherwise: StackPorts): Promise<StackPorts> {
  try {
    const kept = JSON.parse(await readFile(fileIn(dataDir), 'utf8')) as StackPorts;
    return [kept.registry, ...kept.brokers].every(isPort) ? kept : otherwise;
  } catch {
    return otherwise;
  }
}

export async function rememberPorts(dataDir: string, { brokers, registryUrl }: Stack): Promise<void> {
  const ports: StackPorts = {
    registry: Number(new URL(registryUrl).port),
    brokers: brokers.map((broker) => Number(broker.split(':').at(-1))),
  };
  await writeFile(fileIn(dataDir), `${JSON.stringify(ports)}\n`);
}

const isPort = (value: unknown): boolean => Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536;
