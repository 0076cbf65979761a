const maxAddressLength = 254;

/** One @ between two parts without spaces, quotes, commas, brackets or control characters. */
const addressPattern = /^[^\s@"(),:;<>[\\\]\p{C}]{1,64}@[^\s@"(),:;<>[\\\]\p{C}]{1,253}$/u;

/** `Name <address>`; the name without anything that a header could take for more. */
const mailboxPattern = /^([^\p{C}"(),:;<>@[\\\]]{0,80})<([^<>]*)>$/u;

const phonePattern = /^\+[1-9][0-9]{6,14}$/;

/**
 * An e-mail address that can be put on an envelope. Narrower than RFC 5321 on purpose: what it leaves out is never the address of a customer,
 * and often an attempt to add another recipient or header.
 */
export function isEmailAddress(text: string): boolean {
  if (text.length > maxAddressLength || !addressPattern.test(text) || text.includes('..')) return false;
  const domain = text.slice(text.indexOf('@') + 1);
  return !/^[.-]|[.-]$/.test(domain);
}

/** An address, or a name and an address as in `Tea shop <tea@shop.example>`. */
export function isMailbox(text: string): boolean {
  return isEmailAddress(mailboxPattern.exec(text)?.[2] ?? text);
}

/** E.164: a plus, then 7 to 15 digits. */
export function isPhoneNumber(text: string): boolean {
  return phonePattern.test(text);
}
