import type { SegmentDefinition } from '../definition.ts';
import { lintSegments } from '../lint/lint-segments.ts';
import { account, definitionOf } from './catalogs.ts';

/** An account whose zone is a place, so that days are those of somebody. */
export const moscow = { ...account, timeZone: 'Europe/Moscow' };

const definitionsOf = (documents: readonly object[]): SegmentDefinition[] => documents.map(definitionOf);

/** `<rule> <segment> <path>: <message>` of each warning. */
export function warned(...documents: readonly object[]): string[] {
  return lintSegments(definitionsOf(documents), moscow).map(
    ({ rule, segmentId, path, message }) => `${rule} ${segmentId} ${path}: ${message}`,
  );
}

/** `<rule> <path>` of each warning of a single condition. */
export function rulesOf(when: object): string[] {
  return lintSegments(definitionsOf([{ when }]), moscow).map(({ rule, path }) => `${rule} ${path}`);
}
