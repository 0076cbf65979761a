export { startStack, type StackOptions } from './start-stack.ts';
export { tryLock } from './machine-lock.ts';
export { makeOwnedDirectory } from './owned-directory.ts';
export { StackError, type StackErrorCode } from './stack-error.ts';
export { type ExternalStack } from './config.ts';
export { type Stack } from './stack.ts';
