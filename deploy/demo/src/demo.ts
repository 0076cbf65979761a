import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { tryLock } from '@weir/stack';
import { failuresOf } from './checks.ts';
import { type Cluster, startCluster } from './cluster.ts';
import { type DemoEnvironment } from './config.ts';
import { exportCustomers } from './customer-list.ts';
import { readDefinitions } from './definitions.ts';
import { DemoError } from './demo-error.ts';
import { expectOutcome } from './expected.ts';
import { createMailCatcher } from './mail-catcher.ts';
import { isLetterOf, type Observed } from './observed.ts';
import { type DemoOptions } from './options.ts';
import { readOutcome } from './outcome.ts';
import { type Places, placesOf } from './places.ts';
import { buildReport, type DemoReport } from './report.ts';
import { Running, unlessAborted } from './running.ts';
import { serviceSettings, smsAccount } from './service-settings.ts';
import { startServices } from './services.ts';
import { createSmsCatcher } from './sms-catcher.ts';
import { createStages, type Screen, type Stages } from './stages.ts';
import { renderPlaces, renderSummary } from './summary.ts';
import { prepareYear, publishDemoDefinitions, runYear, until, type Year } from './year.ts';

/** What the checks look at. */
const looked = {
  teaSegment: 'tea-three-months-on',
  teaCategory: 'TEA BAGS & BULK TEA',
  smsSegment: 'lapsed-big-spenders',
  taskSegment: 'vip-slipping',
};

export interface Surroundings extends DemoEnvironment {
  readonly screen: Screen;
  /** Epoch ms. */
  readonly now: () => number;
  readonly signal: AbortSignal;
  /** Aborted when whoever waits for the end has lost patience. */
  readonly hurry: AbortSignal;
}

/** Runs the year, tells what happened, and stays up until it is told to stop. Resolves with the exit code. */
export async function runDemo(options: DemoOptions, surroundings: Surroundings): Promise<number> {
  const { screen, signal } = surroundings;
  const stages = createStages(screen);
  const running = new Running();
  try {
    const { report, places, letters, failed } = await play(options, surroundings, stages, running);
    const failures = failuresOf(report.checks);
    screen.write(`\n${renderSummary(report, chooseLetter(report, letters))}\n`);
    if (options.reportFile !== null) await writeReport(options.reportFile, report);
    const { urls, files, commands } = places;
    if (options.isOnce) screen.write(`\n${renderPlaces('Where it lies', files)}\n`);
    else {
      screen.write(`\n${renderPlaces('Look around', { ...urls, ...files, ...commands })}\n`);
      screen.write('\nThe demo stays up; Ctrl-C ends it.\n');
      await Promise.race([stopped(signal), failed]);
    }
    return failures.length === 0 ? 0 : 1;
  } finally {
    screen.write('\n');
    await stages.run('Stopping everything', () => running.stop());
  }
}

interface Played {
  readonly report: DemoReport;
  readonly places: Places;
  readonly letters: Observed['letters'];
  /** Rejects when a part that is still needed ends by itself. */
  readonly failed: Promise<never>;
}

async function play(
  options: DemoOptions,
  surroundings: Surroundings,
  stages: Stages,
  running: Running,
): Promise<Played> {
  const { screen, signal, hurry, now, isOwnCluster, topicPrefix, inherited } = surroundings;
  const stage = <T>(title: string, work: (detail: (text: string) => void) => Promise<T>): Promise<T> =>
    stages.run(title, (detail) => unlessAborted(signal, work(detail)));
  const out = resolve(options.outDirectory);

  await claim(out, running);
  const definitions = await readDefinitions();
  const year = await stage('Events from a year of baskets', () => prepareYear(join(out, 'events')));
  const expected = await stage('What must come out, by the engine', () =>
    Promise.resolve(expectOutcome({ catalog: definitions.catalog, events: year.events, until, ...looked })),
  );
  const cluster = await stage('Kafka and a schema registry', () => {
    const starting = startCluster({ isOwn: isOwnCluster, topicPrefix, signal, onWaiting: stages.detail });
    // Our own ends with this process, however far it is; topics on somebody else's have to be removed.
    if (!isOwnCluster)
      running.add(() =>
        starting.then(
          (started) => started.stop(),
          () => undefined,
        ),
      );
    return starting;
  });
  if (isOwnCluster) running.add(() => cluster.stop());
  const caught = await startCatchers(running, now);
  await stage('Segments, automations, templates', () => publishDemoDefinitions(cluster, definitions, now()));
  const database = await makeRoomFor(join(out, 'customers.sqlite'));
  // It gives up by itself when it is told to stop, and only then is everything gone that it started.
  const services = await stages.run('Five services', (detail) =>
    startServices({
      ...{ cluster, inherited, signal, hurry, now: now() },
      settings: serviceSettings({ smtpPort: caught.smtpPort, smsUrl: caught.smsUrl, database }),
      onWaiting: (names) => detail(`waiting for ${names.join(', ')}`),
    }),
  );
  running.add(() => services.stop());
  const failed = Promise.race([services.died, brokenOf(cluster)]);
  // Whoever waits for it hears of it.
  failed.catch(() => undefined);

  const began = screen.stopwatch();
  const ends = await stage('A year of orders through everything', (detail) =>
    Promise.race([
      runYear(cluster, year, { signal, onProgress: (...at) => detail(progressText(year, ...at)) }),
      failed,
    ]),
  );
  const elapsedMs = screen.stopwatch() - began;
  const list = join(out, 'customers.csv');
  await stage('The customer list as CSV', () => exportCustomers({ cluster, ends, database, list, inherited, signal }));

  const observed = { ...(await readOutcome(cluster)), letters: caught.letters(), sms: caught.sms() };
  const files = { 'customer list': list, 'as SQL': database, events: join(out, 'events') };
  const places = placesOf({ letters: caught.url, sms: caught.smsUrl, services, cluster, files, database });
  const report = buildReport({
    ...{ events: year.events.length, elapsedMs, until, expected, observed, files },
    segments: definitions.segments,
    segmentOf: definitions.segmentOf,
    // Of servers that are gone when somebody reads it, nothing.
    urls: options.isOnce ? {} : places.urls,
  });
  return { report, places, letters: observed.letters, failed };
}

async function brokenOf({ brokenBy }: Cluster): Promise<never> {
  throw new DemoError('WEIR_DEMO_STACK', await brokenBy);
}

/** Another demo that writes there would have its files taken away from under it. */
async function claim(out: string, running: Running): Promise<void> {
  const release = await tryLock(join(out, 'in-use.lock'));
  if (release === null)
    throw new DemoError(
      'WEIR_DEMO_IN_USE',
      `Another demo writes to ${out}: wait for its end, or add --out with another directory.`,
    );
  running.add(() => Promise.resolve(release()));
}

/** A database of an earlier run speaks of another broker. */
async function makeRoomFor(database: string): Promise<string> {
  for (const file of [database, `${database}-wal`, `${database}-shm`]) await rm(file, { force: true });
  return database;
}

/** An SMTP server and an SMS provider that deliver nothing. */
async function startCatchers(running: Running, now: () => number) {
  const mail = createMailCatcher({ smtpPort: 0, webPort: 0 });
  const sms = createSmsCatcher({ port: 0, ...smsAccount, now });
  running.add(() => mail.stop());
  running.add(() => sms.stop());
  const { smtpPort, url } = await mail.start();
  return { smtpPort, url, smsUrl: await sms.start(), letters: mail.letters, sms: sms.messages };
}

const day = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'America/New_York',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});

function progressText({ events }: Year, published: number, reached: number): string {
  const sent = `${published} of ${events.length} events sent`;
  return Number.isFinite(reached) ? `${day.format(reached)}, ${sent}` : sent;
}

/** The first tea letter that arrived, to be shown in full. */
function chooseLetter(report: DemoReport, letters: Observed['letters']) {
  for (const sent of report.letters) {
    const letter = letters.find((candidate) => isLetterOf(candidate, sent.messageId));
    if (letter !== undefined) return { letter, sent };
  }
  return null;
}

async function writeReport(file: string, report: DemoReport): Promise<void> {
  await mkdir(dirname(resolve(file)), { recursive: true });
  await writeFile(file, `${JSON.stringify(report, null, 2)}\n`);
}

function stopped(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((end) => signal.addEventListener('abort', () => end(), { once: true }));
}
