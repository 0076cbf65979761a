/** What an answer says in epoch ms, by the names that the engine gives it; a profile's own values are left as they are. */
const names = new Set(['at', 'since', 'until', 'outAt', 'from', 'through', 'effectiveAt', 'enteredAt']);
const MAX_INSTANT = 8.64e15;

/** The data with its instants as RFC 3339 strings in UTC, the form in which all events are written. */
export function withInstants(data: unknown): unknown {
  return JSON.parse(
    JSON.stringify(data, (name, value: unknown) =>
      names.has(name) && typeof value === 'number' && Math.abs(value) <= MAX_INSTANT
        ? new Date(value).toISOString()
        : value,
    ),
  );
}
