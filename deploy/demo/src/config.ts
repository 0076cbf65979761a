export interface DemoEnvironment {
  /** Whether the broker and registry are started for the demo, or somebody else's. */
  readonly isOwnCluster: boolean;
  /** Before the names of topics and groups on somebody else's cluster; null: one made up for this run. */
  readonly topicPrefix: string | null;
  /** What a service needs of our environment to run at all, and nothing that it would take for a setting. */
  readonly inherited: Readonly<Record<string, string>>;
}

const inheritedNames = ['PATH', 'HOME', 'LANG', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'NODE_COMPILE_CACHE'];

export function readEnvironment(env: Readonly<Record<string, string | undefined>>): DemoEnvironment {
  return {
    // The stack reads from the same variable whose cluster it is.
    isOwnCluster: (env['KAFKA_BROKERS']?.trim() ?? '') === '',
    topicPrefix: env['TOPIC_PREFIX']?.trim() || null,
    inherited: Object.fromEntries(
      inheritedNames.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]])),
    ),
  };
}
