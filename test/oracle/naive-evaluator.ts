import { activityHolds, sequenceHolds } from './activity-conditions.ts';
import { bucketHolds } from './bucket-condition.ts';
import { plus, type Instant } from './calendar.ts';
import { consentHolds, isContactable } from './consent-conditions.ts';
import {
  asList,
  asNumber,
  asObject,
  asText,
  everyMember,
  type Json,
  type JsonObject,
  type SegmentDocument,
} from './document.ts';
import { messagesHold } from './message-conditions.ts';
import { ordersHold, rfmHolds } from './order-conditions.ts';
import { customerHolds, loyaltyHolds } from './profile-conditions.ts';
import { type Account, type Facts, type Standing, type View } from './view.ts';

function atLeastHolds(condition: JsonObject, view: View): boolean {
  const holding = asList(condition['of']).filter((one) => conditionHolds(one, view));
  return holding.length >= asNumber(condition['k']);
}

function inSegmentFor(condition: JsonObject, view: View): boolean {
  const standing = view.standingIn(asText(condition['id']));
  if (!standing.member || standing.since === null) return false;
  return plus(standing.since, asText(condition['atLeast']), view.zone) <= view.now;
}

/** The last time the customer entered counts, be the membership over or not. */
function enteredSegment(condition: JsonObject, view: View): boolean {
  const { enteredAt } = view.standingIn(asText(condition['id']));
  if (enteredAt === null) return false;
  return enteredAt <= view.now && view.now < plus(enteredAt, asText(condition['inLast']), view.zone);
}

function keyHolds(key: string, argument: Json, view: View): boolean {
  switch (key) {
    case 'all':
      return asList(argument).every((one) => conditionHolds(one, view));
    case 'any':
      return asList(argument).some((one) => conditionHolds(one, view));
    case 'not':
      return !conditionHolds(argument, view);
    case 'none':
      return !asList(argument).some((one) => conditionHolds(one, view));
    case 'atLeast':
      return atLeastHolds(asObject(argument), view);
    case 'customer':
      return customerHolds(asObject(argument), view);
    case 'orders':
      return ordersHold(asObject(argument), view);
    case 'consent':
      return consentHolds(asObject(argument), view);
    case 'contactable':
      return isContactable(asText(argument), view);
    case 'loyalty':
      return loyaltyHolds(asObject(argument), view);
    case 'activity':
      return activityHolds(asObject(argument), view);
    case 'sequence':
      return sequenceHolds(asObject(argument), view);
    case 'messages':
      return messagesHold(asObject(argument), view);
    case 'rfm':
      return rfmHolds(asObject(argument), view);
    case 'segment':
      return view.standingIn(asText(argument)).member;
    case 'notSegment':
      return !view.standingIn(asText(argument)).member;
    case 'inSegmentFor':
      return inSegmentFor(asObject(argument), view);
    case 'enteredSegment':
      return enteredSegment(asObject(argument), view);
    case 'bucket':
      return bucketHolds(asObject(argument), view.facts.customerId);
    case 'ids':
      return asList(argument).includes(view.facts.customerId);
    default:
      throw new Error(`the oracle knows no condition ${key}`);
  }
}

/** Several keys in one condition all hold. */
function conditionHolds(condition: Json, view: View): boolean {
  return everyMember(asObject(condition), (key, argument) => keyHolds(key, argument, view));
}

export function zoneOf(document: SegmentDocument, facts: Facts, account: Account): string {
  if (document.timeZone === 'customer') return facts.profile?.timeZone ?? account.timeZone;
  return document.timeZone ?? account.timeZone;
}

/**
 * Whether the customer is in the segment at `now`, by looking at every fact anew. Nothing is compiled, indexed or remembered.
 *
 * @param standingIn how the customer stands in the segments referred to.
 */
export function isMember(
  document: SegmentDocument,
  facts: Facts,
  now: Instant,
  account: Account,
  standingIn: (segmentId: string) => Standing = refuseReferences,
): boolean {
  return conditionHolds(document.when, { facts, now, zone: zoneOf(document, facts, account), account, standingIn });
}

function refuseReferences(segmentId: string): never {
  throw new Error(`nobody said how the customer stands in ${segmentId}`);
}
