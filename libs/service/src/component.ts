/**
 * Anything with a lifetime.
 *
 * `stop` must tolerate being called twice, before `start`, and while `start` is under way.
 */
export interface Component {
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}
