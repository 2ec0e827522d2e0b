// Codes of Meta that a test wants to see, for menus. The emulator accepts others, too.

export const CODES = [
  [131047, "more than 24 hours since the last message of the customer"],
  [131026, "undeliverable: not on WhatsApp, or blocked"],
  [131049, "not delivered, to keep engagement healthy"],
  [131050, "the customer stopped marketing messages"],
  [131056, "too many messages to this customer"],
  [130429, "throughput of the number exceeded"],
  [131048, "spam limit of the number"],
  [130472, "the customer is part of an experiment"],
  [132001, "the template does not exist in this language"],
  [132015, "the template is paused"],
  [131053, "the media file cannot be fetched"],
  [131042, "payment problem of the account"],
  [131031, "the account is locked"],
  [131000, "something went wrong"],
];
