/** Ready-made scripts: what a sysadmin meets most. Data alone; each says in a sentence what it stands for. */
import type { Rule, Script, ScriptReply, Step } from '../../../protocol/values/server/script.ts';

const answer = (code: number, enhancedCode: string | null, ...lines: string[]): Step => ({
  do: 'reply',
  code,
  enhancedCode,
  lines,
});

const on = (command: string, ...steps: Step[]): Rule => ({ match: { command }, steps });

const preset = (name: string, description: string, ...rules: Rule[]): Script => ({
  schema: 1,
  name,
  description,
  rules,
});

const overQuota: ScriptReply = { code: 552, enhancedCode: '5.2.2', lines: ['Mailbox full'] };

export const presets: readonly Script[] = [
  preset(
    'busy',
    'The server has no time for anybody: 421 in place of the greeting.',
    on('CONNECT', answer(421, '4.3.2', 'Too busy, try again later')),
  ),
  preset(
    'greylisting',
    'Each sender and recipient is put off at the first attempt and let in at the second, as a greylist does.',
    on('RCPT', { do: 'greylist', seconds: 0 }),
  ),
  preset(
    'unknown-user',
    'No recipient exists here: every RCPT is refused for good.',
    on('RCPT', answer(550, '5.1.1', 'No such user here')),
  ),
  preset(
    'mailbox-full',
    'Recipients are known, but their mailboxes are full: every RCPT is refused for now.',
    on('RCPT', answer(452, '4.2.2', 'Mailbox full')),
  ),
  preset(
    'sender-refused',
    'The sender may not write from here: MAIL is refused.',
    on('MAIL', answer(550, '5.7.1', 'Sender not allowed')),
  ),
  preset(
    'content-refused',
    'The envelope is taken and the message is refused after its last line, as content filters do.',
    on('END', answer(554, '5.7.1', 'Message refused as spam')),
  ),
  preset(
    'lmtp-over-quota',
    'Over LMTP, recipients whose name begins with “full” are refused after the data; the others get the message.',
    on('END', { do: 'recipients', results: [{ address: 'full*', ...overQuota }] }),
  ),
  preset(
    'login-unavailable',
    'Nobody can log in for now: AUTH is put off with 454.',
    on('AUTH', answer(454, '4.7.0', 'Temporary authentication failure')),
  ),
  preset(
    'no-starttls',
    'STARTTLS is missing from what is offered, as when something between takes it out.',
    on('EHLO', { do: 'hide', keyword: 'STARTTLS' }),
    on('STARTTLS', answer(502, '5.5.1', 'Command not implemented')),
  ),
  preset(
    'starttls-refused',
    'STARTTLS is offered and then refused, as after a broken certificate change.',
    on('STARTTLS', answer(454, '4.7.0', 'TLS not available')),
  ),
  preset(
    'starttls-injection',
    'Somebody between adds a reply of their own in clear after the 220 of STARTTLS; a good client notices.',
    on('STARTTLS', { do: 'inject', text: '250 2.0.0 Injected\r\n' }),
  ),
  preset(
    'expired-certificate',
    'The certificate ended ten days ago.',
    on('TLS', { do: 'certificate', kind: 'expired' }),
  ),
  preset(
    'wrong-certificate',
    'The certificate is good, but of another server.',
    on('TLS', { do: 'certificate', kind: 'wrong-name' }),
  ),
  preset('dropped-in-data', 'The connection breaks in the middle of the message.', {
    match: { command: 'BODY', octets: 1 },
    steps: [{ do: 'reset' }],
  }),
  preset(
    'silent-after-data',
    'The message is read to its last line and never answered: who sent it cannot know whether it was taken. It is not kept.',
    on('END', { do: 'stall' }),
  ),
  preset('session-limit', 'After three commands the server has had enough and closes with 421.', {
    match: { command: 'ANY', after: 3, count: 'session' },
    steps: [answer(421, '4.7.0', 'Too many commands')],
  }),
  preset(
    'sloppy-replies',
    'Replies end in LF alone and contradict their own codes; clients that are strict stumble.',
    on('EHLO', { do: 'bare-lf' }),
    on('MAIL', { do: 'code-mismatch', code: 251 }),
    on('RCPT', { do: 'bare-lf' }, { do: 'split', at: 2, ms: 30 }),
  ),
  preset(
    'slow',
    'Every reply waits and then drips out octet by octet; clients with short limits give up.',
    on('ANY', { do: 'delay', ms: 200 }, { do: 'drip', ms: 10 }),
  ),
  {
    ...preset('unreliable', 'One reply in five goes wrong in one way or another, the same way at each try.'),
    random: { seed: 35, rate: 0.2 },
  },
];

export function presetNamed(name: string): Script | null {
  return presets.find((one) => one.name === name) ?? null;
}
