import { quote } from './clause.ts';

/** What the profile's fields are called, each as the subject of a sentence in the singular. */
const subjects: Readonly<Record<string, string>> = {
  firstName: 'their first name',
  lastName: 'their last name',
  email: 'their e-mail address',
  phone: 'their phone number',
  sex: 'their sex',
  birthday: 'their birthday',
  city: 'their city',
  region: 'their region',
  country: 'their country',
  locale: 'their language',
  timeZone: 'their own time zone',
  site: 'their site',
  managerId: 'their manager',
  vip: 'their mark as VIP',
  bad: 'their mark as bad',
  'source.source': 'the source they came from',
  'source.medium': 'the medium they came by',
  'source.campaign': 'the campaign that brought them',
  'source.content': 'the advertisement that brought them',
  'source.keyword': 'the keyword that brought them',
  'loyalty.programId': 'their loyalty programme',
  'loyalty.status': 'their standing in the loyalty programme',
  'loyalty.level': 'their loyalty level',
  'loyalty.levelSince': 'the start of their loyalty level',
  'loyalty.joinedAt': 'their joining of the loyalty programme',
  'loyalty.balance': 'their balance of loyalty points',
  'loyalty.purchaseSum': 'the total of their purchases in the loyalty programme',
};

const CUSTOM = 'custom.';

export function subjectOf(field: string): string {
  if (field.startsWith(CUSTOM)) return `their field ${quote(field.slice(CUSTOM.length))}`;
  const subject = subjects[field];
  if (subject === undefined) throw new Error(`no words for the field ${field}`);
  return subject;
}
