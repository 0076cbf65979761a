import type { Activity } from '@weir/engine';
import type { FactKind } from './fact-kind.ts';
import { readScalars, writeScalars } from './scalar-encoding.ts';

/** What else a customer did, by event id; told once and never again in another way. */
export const activityFacts: FactKind<Activity> = {
  tag: 2,
  write(writer, texts, { eventId, occurredAt, name, properties }) {
    writer.string(eventId);
    writer.signed(occurredAt);
    texts.write(writer, name);
    writeScalars(writer, texts, properties);
  },
  read: (reader, texts) => ({
    eventId: reader.string(),
    occurredAt: reader.signed(),
    name: texts.readText(reader),
    properties: readScalars(reader, texts),
  }),
  put: ({ activities }, activity) => activities.set(activity.eventId, activity),
  allOf: ({ activities }) => activities.values(),
  countOf: ({ activities }) => activities.size,
};
