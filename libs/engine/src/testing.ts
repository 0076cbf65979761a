/** Facts for tests of whatever stands on the engine. */
export { itemOf, type OrderGiven, orderOf, profileOf } from './testing/facts.ts';
