/**
 * A replay that cannot begin or go on, in words for the person who started it.
 *
 * | code | meaning |
 * | --- | --- |
 * | WEIR_REPLAY_OPTION | an option is missing, unknown or has no such value |
 * | WEIR_REPLAY_DEFINITIONS | a definition file has problems |
 * | WEIR_REPLAY_INPUT | an input file cannot be read or has bad lines |
 * | WEIR_REPLAY_OUTPUT | the output directory cannot be one |
 * | WEIR_REPLAY_MEMORY | the events and what is decided from them do not fit into the heap |
 * | WEIR_SERVICE_DIED | a service that the replay had started ended by itself |
 * | WEIR_REPLAY_CLUSTER | Kafka or the schema registry ended while the replay ran |
 * | WEIR_REPLAY_STOPPED | it was told to stop |
 */
export class ReplayError extends Error {
  readonly code: ReplayErrorCode;

  constructor(code: ReplayErrorCode, message: string) {
    super(message);
    this.name = 'ReplayError';
    this.code = code;
  }
}

export type ReplayErrorCode =
  | 'WEIR_REPLAY_OPTION'
  | 'WEIR_REPLAY_DEFINITIONS'
  | 'WEIR_REPLAY_INPUT'
  | 'WEIR_REPLAY_OUTPUT'
  | 'WEIR_REPLAY_MEMORY'
  | 'WEIR_SERVICE_DIED'
  | 'WEIR_REPLAY_CLUSTER'
  | 'WEIR_REPLAY_STOPPED';
