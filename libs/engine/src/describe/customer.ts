import type { CustomerSpec } from '../leaves/customer.ts';
import type { Test } from '../tests/test.ts';
import { aboutSubject, allWords, quote, type Words } from './clause.ts';
import type { Describer } from './describer.ts';
import { type Happening, instantClause } from './instant-phrases.ts';
import { countedPhrase, numberPredicate } from './number-phrases.ts';
import { moneyWords, numberWords } from './quantity-words.ts';
import { tagsClause } from './set-phrases.ts';
import type { Setting } from './setting.ts';
import { customPredicate, textPredicate } from './value-phrases.ts';

type FieldWords = (test: Test, setting: Setting) => Words;

const text =
  (subject: string): FieldWords =>
  (test) =>
    aboutSubject(subject, textPredicate(test));

function moment(subject: string, given: Partial<Happening> & Pick<Happening, 'was' | 'event'>): FieldWords {
  const plain = { from: 'that moment', missing: 'is not known', isDate: false };
  const happening = { ...plain, anniversary: `the anniversary of ${given.event}`, ...given };
  return (test, setting) => instantClause(subject, test, happening, setting);
}

const flag =
  (mark: string): FieldWords =>
  ({ operations }) =>
    allWords(
      operations.map(({ op, operand }) => {
        const [yes, no] = [`they are marked as ${mark}`, `they are not marked as ${mark}`];
        if (op === 'set' || op === 'notSet') return presenceOfFlag(mark, (op === 'set') === operand);
        return (op === 'eq') === operand ? { yes, no } : { yes: no, no: yes };
      }),
    );

/** A flag that nobody set is false, so there always is one. */
function presenceOfFlag(mark: string, wanted: boolean): Words {
  const words = { yes: `it is known whether they are ${mark}`, no: `it is not known whether they are ${mark}` };
  return wanted ? words : { yes: words.no, no: words.yes };
}

const birthdayMoment = moment('their birthday', {
  was: ['was', 'was not'],
  from: 'the day of birth',
  isDate: true,
  event: 'their birthday',
  anniversary: 'their birthday',
});

/** How old somebody is, is said of them and not of their birthday. */
const birthday: FieldWords = ({ operations }, setting) =>
  allWords(
    operations.map((operation) => {
      if (operation.op !== 'age') return birthdayMoment({ operations: [operation] }, setting);
      const age = countedPhrase(operation.operand as Test, numberWords);
      const years = `years old${setting.note({ kind: 'zone' })}`;
      return {
        yes: `they are ${younger(age.yes)} ${years}`,
        no: `they are ${younger(age.no)} ${years} (or their birthday is not known)`,
      };
    }),
  );

const younger = (age: string): string => age.replaceAll('less than', 'under');

const fields: Readonly<Record<string, FieldWords>> = {
  createdAt: moment('their profile', {
    was: ['was created', 'was not created'],
    event: 'the creation of their profile',
  }),
  firstName: text('their first name'),
  lastName: text('their last name'),
  email: text('their e-mail address'),
  phone: text('their phone number'),
  sex: text('their sex'),
  birthday,
  city: text('their city'),
  region: text('their region'),
  country: text('their country'),
  locale: text('their language'),
  timeZone: text('their own time zone'),
  site: text('their site'),
  managerId: text('their manager'),
  'source.source': text('the source they came from'),
  'source.medium': text('the medium they came by'),
  'source.campaign': text('the campaign that brought them'),
  'source.content': text('the advertisement that brought them'),
  'source.keyword': text('the keyword that brought them'),
  tags: tagsClause,
  vip: flag('VIP'),
  bad: flag('bad'),
  'loyalty.programId': text('their loyalty programme'),
  'loyalty.status': text('their standing in the loyalty programme'),
  'loyalty.level': text('their loyalty level'),
  'loyalty.levelSince': moment('their loyalty level', {
    was: ['was reached', 'was not reached'],
    event: 'the start of their loyalty level',
  }),
  'loyalty.joinedAt': moment('their loyalty programme', {
    was: ['was joined', 'was not joined'],
    event: 'their joining of the loyalty programme',
  }),
  'loyalty.balance': (test) =>
    aboutSubject(
      'their balance of loyalty points',
      numberPredicate(test, { format: numberWords, missing: 'is not known' }),
    ),
  'loyalty.purchaseSum': (test, { account }) =>
    aboutSubject(
      'the total of their purchases in the loyalty programme',
      numberPredicate(test, { format: (n) => moneyWords(n, account.currency), missing: 'is not known' }),
    ),
};

const CUSTOM = 'custom.';

export const customer: Describer<CustomerSpec> = ({ field, test }, setting) => {
  if (field.startsWith(CUSTOM))
    return aboutSubject(`their field ${quote(field.slice(CUSTOM.length))}`, customPredicate(test));
  const words = fields[field]?.(test, setting);
  if (words === undefined) throw new Error(`no words for the field ${field}`);
  return words;
};
