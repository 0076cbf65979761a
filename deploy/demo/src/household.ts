/**
 * The person behind a household of the data, who does not exist: the orders are real, the people are made up.
 * Everything is a function of the household's id, so that every run tells the same story.
 */

type ConsentStatus = 'SUBSCRIBED' | 'UNSUBSCRIBED' | 'NEVER';

/** A profile in the JSON form of customer-events. */
export interface HouseholdProfile {
  readonly createdAt: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email?: string;
  readonly phone?: string;
  readonly birthday: string;
  readonly country: string;
  readonly locale: string;
  readonly timeZone: string;
  readonly site: string;
  readonly managerId: string;
  readonly source: { readonly source: string; readonly medium: string };
  readonly consents: Readonly<Record<'email' | 'sms', { readonly status: ConsentStatus; readonly changedAt: string }>>;
}

const firstNames = [
  ...['Ada', 'Amara', 'Ben', 'Carmen', 'Chloë', 'Daniel', 'Dolores', 'Elias', 'Esther', 'Femi', 'Grace', 'Hannah'],
  ...['Henry', 'Ingrid', 'Isaac', 'José', 'Joy', 'Keiko', 'Leo', 'Lucía', 'Marcus', 'Mei', 'Nadia', 'Noah'],
  ...['Olga', 'Omar', 'Priya', 'Ruth', 'Sam', 'Siobhán', 'Tomás', 'Vera', 'Walter', 'Yusuf', 'Zoë'],
];
const lastNames = [
  ...['Abbott', 'Alvarez', 'Becker', 'Brooks', 'Chen', 'Cohen', 'Diaz', 'Doyle', 'Ellis', 'Fischer', 'Garcia'],
  ...['Hughes', 'Ivanova', 'Jackson', 'Kim', 'Lindqvist', 'Moreau', 'Nakamura', 'Novak', "O'Connor", 'Okafor'],
  ...['Patel', 'Quinn', 'Reyes', 'Rossi', 'Schmidt', 'Silva', 'Tran', 'Underwood', 'Walsh', 'Young', 'Zimmerman'],
];
/** Of Ohio and its neighbours: 25 of them, one for each hundred of the data's household numbers. */
const areaCodes = [
  ...[216, 234, 330, 419, 440, 513, 567, 614, 740, 937, 502, 606, 859],
  ...[270, 317, 260, 219, 574, 765, 812, 304, 681, 412, 724, 814],
];
const sources = [
  { source: 'store', medium: 'loyalty-card' },
  { source: 'google', medium: 'cpc' },
  { source: 'newsletter', medium: 'email' },
  { source: 'friend', medium: 'referral' },
];

/** `firstOrderAt` is when the household became a customer, RFC 3339. */
export function inventProfile(customerId: string, site: string, firstOrderAt: string): HouseholdProfile {
  const roll = (what: string, sides: number): number => hash(`${customerId}/${what}`) % sides;
  const consent = (channel: string, subscribed: number, unsubscribed: number) => {
    const die = roll(`${channel} consent`, 100);
    const status = die < subscribed ? 'SUBSCRIBED' : die < subscribed + unsubscribed ? 'UNSUBSCRIBED' : 'NEVER';
    return { status, changedAt: firstOrderAt } as const;
  };
  return {
    createdAt: firstOrderAt,
    firstName: pick(firstNames, roll('first name', firstNames.length)),
    lastName: pick(lastNames, roll('last name', lastNames.length)),
    ...(roll('mailbox', 100) < 95 && { email: `${customerId}@example.com` }),
    ...(roll('has phone', 100) < 93 && { phone: fictionalPhone(customerId) }),
    birthday: new Date(Date.UTC(1938, 0, 1 + roll('birthday', 60 * 365))).toISOString().slice(0, 10),
    country: 'US',
    locale: 'en-US',
    timeZone: roll('time zone', 10) === 0 ? 'America/Chicago' : 'America/New_York',
    site,
    managerId: `mgr-${1 + roll('manager', 3)}`,
    source: pick(sources, roll('source', sources.length)),
    consents: { email: consent('email', 88, 8), sms: consent('sms', 78, 12) },
  };
}

/** E.164, in the range 555-0100 to 555-0199 that is reserved for fiction; no two households of the data share one. */
function fictionalPhone(customerId: string): string {
  const number = Number(/\d+$/.exec(customerId)?.[0] ?? 0);
  const areaCode = pick(areaCodes, Math.floor(number / 100) % areaCodes.length);
  return `+1${areaCode}55501${String(number % 100).padStart(2, '0')}`;
}

/** FNV-1a over UTF-16 units, with a final mix so that the low bits depend on all characters. */
function hash(text: string): number {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x45d9f3b);
  return (h ^ (h >>> 15)) >>> 0;
}

function pick<T>(list: readonly T[], index: number): T {
  return list[index] as T;
}
