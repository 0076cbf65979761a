import type { CustomerSpec } from '../leaves/customer.ts';
import type { Test } from '../tests/test.ts';
import { aboutSubject, allWords, type Words } from './clause.ts';
import type { Describer } from './describer.ts';
import { type Happening, instantClause } from './instant-phrases.ts';
import { countedPhrase, numberPredicate } from './number-phrases.ts';
import { moneyWords, numberWords } from './quantity-words.ts';
import { tagsClause } from './set-phrases.ts';
import type { Setting } from './setting.ts';
import { subjectOf } from './subjects.ts';
import { customPredicate, textPredicate } from './value-phrases.ts';

type FieldWords = (test: Test, setting: Setting) => Words;

const text =
  (field: string): FieldWords =>
  (test) =>
    aboutSubject(subjectOf(field), textPredicate(test));

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

const texts = [
  ...['firstName', 'lastName', 'email', 'phone', 'sex', 'city', 'region', 'country', 'locale', 'timeZone', 'site'],
  ...['managerId', 'source.source', 'source.medium', 'source.campaign', 'source.content', 'source.keyword'],
  ...['loyalty.programId', 'loyalty.status', 'loyalty.level'],
];

const fields: Readonly<Record<string, FieldWords>> = {
  ...Object.fromEntries(texts.map((field) => [field, text(field)])),
  createdAt: moment('their profile', {
    was: ['was created', 'was not created'],
    event: 'the creation of their profile',
  }),
  birthday,
  tags: tagsClause,
  vip: flag('VIP'),
  bad: flag('bad'),
  'loyalty.levelSince': moment('their loyalty level', {
    was: ['was reached', 'was not reached'],
    event: 'the start of their loyalty level',
  }),
  'loyalty.joinedAt': moment('their loyalty programme', {
    was: ['was joined', 'was not joined'],
    event: 'their joining of the loyalty programme',
  }),
  'loyalty.balance': (test) =>
    aboutSubject(subjectOf('loyalty.balance'), numberPredicate(test, { format: numberWords, missing: 'is not known' })),
  'loyalty.purchaseSum': (test, { account }) =>
    aboutSubject(
      subjectOf('loyalty.purchaseSum'),
      numberPredicate(test, { format: (n) => moneyWords(n, account.currency), missing: 'is not known' }),
    ),
};

export const customer: Describer<CustomerSpec> = ({ field, test }, setting) => {
  if (field.startsWith('custom.')) return aboutSubject(subjectOf(field), customPredicate(test));
  const words = fields[field]?.(test, setting);
  if (words === undefined) throw new Error(`no words for the field ${field}`);
  return words;
};
