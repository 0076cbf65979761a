import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { connect } from 'node:net';
import { createMailCatcher, type MailCatcher } from './mail-catcher.ts';

let catcher: MailCatcher;
let smtpPort: number;
let url: string;

beforeEach(async () => {
  catcher = createMailCatcher({ smtpPort: 0, webPort: 0, limit: 3 });
  ({ smtpPort, url } = await catcher.start());
});

afterEach(() => catcher.stop());

/** Speaks SMTP by hand, one letter a connection; resolves with the server's answer to the data. */
async function send(to: string, lines: readonly string[]): Promise<string> {
  const socket = connect(smtpPort, '127.0.0.1').setEncoding('utf8');
  let answer = '';
  const exchange = async (line: string | null): Promise<void> => {
    if (line !== null) socket.write(`${line}\r\n`);
    do [answer] = (await once(socket, 'data')) as [string];
    while (!/^\d{3} .*\r\n$/m.test(answer));
  };
  for (const line of [
    null,
    'EHLO shop',
    'MAIL FROM:<tea@example.com>',
    `RCPT TO:<${to}>`,
    'DATA',
    `${lines.join('\r\n')}\r\n.`,
  ])
    await exchange(line);
  socket.destroy();
  return answer;
}

const letterTo = (name: string, html = '<p>Dear <b>Zoë</b></p>'): string[] => [
  'From: Tea <tea@example.com>',
  `To: ${name}@example.com`,
  'Subject: =?utf-8?q?T=C3=A9a?= for',
  ' you',
  'Date: Sat, 01 Apr 2017 13:01:19 +0000',
  `Message-ID: <${name}@weir>`,
  'Content-Type: text/html; charset=utf-8',
  '',
  html,
];

describe('the mail catcher', () => {
  test('keeps a letter with what the recipient would see', async () => {
    expect(await send('zoe@example.com', letterTo('zoe'))).toMatch(/^250/);
    expect(catcher.letters()).toEqual([
      {
        id: 1,
        messageId: '<zoe@weir>',
        from: '"Tea" <tea@example.com>',
        to: ['zoe@example.com'],
        subject: 'Téa for you',
        date: '2017-04-01T13:01:19.000Z',
        html: '<p>Dear <b>Zoë</b></p>\n',
        text: expect.stringContaining('Dear Zoë'),
        headers: expect.arrayContaining(['Subject: =?utf-8?q?T=C3=A9a?= for you']),
        bytes: expect.any(Number),
      },
    ]);
  });

  test('lists the newest first and gives each letter whole', async () => {
    await send('a@example.com', letterTo('a'));
    await send('b@example.com', letterTo('b'));
    const list = (await (await fetch(`${url}/letters.json`)).json()) as object[];
    expect(list).toMatchObject([{ id: 2, to: ['b@example.com'] }, { id: 1 }]);
    expect(list[0]).not.toHaveProperty('html');
    expect(await (await fetch(`${url}/letters/1.json`)).json()).toEqual(catcher.letters()[0]);
    expect((await fetch(`${url}/letters/3.json`)).status).toBe(404);
  });

  test('forgets the oldest letter above its limit', async () => {
    for (const name of ['a', 'b', 'c', 'd']) await send(`${name}@example.com`, letterTo(name));
    expect(catcher.letters().map((letter) => letter.id)).toEqual([2, 3, 4]);
  });

  test('refuses a letter of more than a megabyte', async () => {
    const answer = await send('big@example.com', letterTo('big', `${'x'.repeat(900)}\r\n`.repeat(1300)));
    expect(answer).toMatch(/^552/);
    expect(catcher.letters()).toEqual([]);
  });

  test('shows a hostile letter where it can do nothing', async () => {
    const html = '<script>top.location="https://evil.example"</script><img src="https://evil.example/pixel">';
    await send('victim@example.com', letterTo('victim', html));
    const answer = await fetch(`${url}/letters/1.html`);
    expect(await answer.text()).toContain(html);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/^sandbox /);
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src|https?:/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  test('its own page allows its own script and style only, by hash', async () => {
    const answer = await fetch(`${url}/`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/script-src 'sha256-[\w+/]{43}='; style-src 'sha256-[\w+/]{43}='/);
    expect(policy).not.toContain('unsafe');
    expect(await answer.text()).not.toMatch(/(src|href)="(https?:)?\/\//);
  });
});
