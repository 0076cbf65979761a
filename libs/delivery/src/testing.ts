export { buildCustomer, buildProfile, buildSegmentEvent, noon } from './builders.ts';
export { openCodec } from './memory-registry.ts';
