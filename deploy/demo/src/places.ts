import { type Cluster } from './cluster.ts';
import { type Services } from './services.ts';

export interface Places {
  readonly urls: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, string>>;
  /** Commands to try while the demo stays up. */
  readonly commands: Readonly<Record<string, string>>;
}

export interface Locations {
  readonly letters: string;
  readonly sms: string;
  readonly services: Services;
  readonly cluster: Cluster;
  readonly files: Readonly<Record<string, string>>;
  readonly database: string;
}

/** What is where, for people and for the report. */
export function placesOf({ letters, sms, services, cluster, files, database }: Locations): Places {
  const { brokers, registryUrl, topicPrefix } = cluster;
  const metrics = Object.entries(services.urls).map(([name, url]) => [`${name} metrics`, `${url}/metrics`] as const);
  return {
    urls: {
      letters,
      'text messages': sms,
      brokers,
      'schema registry': registryUrl,
      ...Object.fromEntries(metrics),
    },
    files,
    commands: {
      'members of a segment': `npm run -s export -- --database ${database} --segment big-spenders`,
      'watch the events': `kcat -b ${brokers} -t ${topicPrefix}segment-events -C -e -f '%k %T %S bytes\\n'`,
    },
  };
}
