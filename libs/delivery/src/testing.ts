export { buildCustomer, buildProfile, buildSegmentEvent, noon } from './builders.ts';
