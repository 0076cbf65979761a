import { convert } from 'html-to-text';
import { isEmailAddress } from './address.ts';
import { type Channel } from './channel.ts';

export interface Email {
  /** With angle brackets: `<key@domain>`. */
  readonly messageId: string;
  /** `Name <address>` or an address. */
  readonly from: string;
  readonly to: string;
  /** One line. */
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  /** For the Date header, epoch ms. */
  readonly date: number;
}

export interface EmailChannelOptions {
  /** For templates that name no sender. */
  readonly defaultFrom: string;
  /** What stands right of the @ in a Message-ID. */
  readonly messageIdDomain: string;
}

export function createEmailChannel({ defaultFrom, messageIdDomain }: EmailChannelOptions): Channel<Email> {
  return {
    name: 'email',
    recordName: 'EMAIL',
    addressOf: ({ email }) => email,
    isAddress: isEmailAddress,
    compose(template, variables, { key, to, date }) {
      if (template.channel !== 'email') return null;
      const html = template.html.render(variables);
      return {
        messageId: `<${key}@${messageIdDomain}>`,
        from: template.from ?? defaultFrom,
        to,
        subject: toOneLine(template.subject.render(variables)),
        html,
        text: template.text === null ? toPlainText(html) : template.text.render(variables),
        date,
      };
    },
  };
}

/** Nothing that could end a header and begin another. */
function toOneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim();
}

function toPlainText(html: string): string {
  return convert(html, {
    wordwrap: 78,
    selectors: [
      { selector: 'img', format: 'skip' },
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true } },
    ],
  });
}
