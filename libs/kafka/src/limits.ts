/** A limit on everything that could grow. All have defaults that suit a partition of some thousand events a second. */
export interface Limits {
  /** How many records one cycle takes at most. */
  readonly recordsPerCycle: number;
  /** How many due entries one cycle looks at, at most. */
  readonly duesPerCycle: number;
  /** A cycle that writes more than this takes no further record. */
  readonly cycleBytes: number;
  /** After this time a cycle takes no further record; due entries get half of it at most, so that they cannot starve the records. */
  readonly cycleMs: number;
  /** Read ahead per input: whichever is reached first stops the reading. */
  readonly bufferedRecords: number;
  readonly bufferedBytes: number;
  /** Key and value together, of any record that an input gives. */
  readonly recordBytes: number;
  /** Of any record written. More than is read: what several records told adds up in one entry of the state. Below the topics' `max.message.bytes`. */
  readonly writtenBytes: number;
  /** Positions and table records that changed nothing else are committed this long after the first of them. */
  readonly lazyCommitMs: number;
  /** Without work, `onCycle` and `onIdle` are called this often. */
  readonly idleMs: number;
  readonly concurrentEffects: number;
  /** How long a stopping task waits for the outcomes of effects under way. */
  readonly effectGraceMs: number;
  /** A local store that was last written this long ago may have missed a deletion that is gone from its changelog: it is restored anew. */
  readonly storeMaxAgeMs: number;
  readonly sessionTimeoutMs: number;
}

export const defaultLimits: Limits = {
  recordsPerCycle: 2_000,
  duesPerCycle: 500,
  cycleBytes: 4 * 1024 * 1024,
  cycleMs: 100,
  bufferedRecords: 4_000,
  bufferedBytes: 4 * 1024 * 1024,
  recordBytes: 1_000_000,
  writtenBytes: 3_900_000,
  lazyCommitMs: 500,
  idleMs: 200,
  concurrentEffects: 16,
  effectGraceMs: 10_000,
  storeMaxAgeMs: 12 * 60 * 60 * 1_000,
  sessionTimeoutMs: 10_000,
};
