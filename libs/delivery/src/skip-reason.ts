/** Why a step was not done, in words for people. The codes are what message-events carry. */
export const skipReasons = {
  'customer-erased': 'the customer has been erased',
  'customer-unknown': 'nothing is known of the customer',
  'automation-removed': 'the automation was switched off or removed before the step was done',
  'acted-before': 'the automation acts once for a customer, and has acted before',
  stale: 'the change was discovered, or the step begun, later than the automation allows',
  'left-segment': 'the customer had left the segment',
  'returned-to-segment': 'the customer had returned to the segment',
  'no-address': 'the customer has no address on this channel',
  'bad-address': 'the address is not one that a message can be sent to',
  'no-consent': 'the customer has not consented to messages on this channel',
  'template-missing': 'there is no such template for this channel',
  'template-failed': 'the template could not be rendered for this customer',
  'promotion-missing': 'there is no such promotion',
} as const;

export type SkipReason = keyof typeof skipReasons;
