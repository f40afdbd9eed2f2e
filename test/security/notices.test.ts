/** Notifications: a sender's markup is text to every daemon, whatever it says it can do. */
import { expect, test } from 'vitest';
import { daemonMarkup, notice, type Markup } from '../../electron/main/desktop/notice.ts';
import type { MessageSummary } from '../../electron/protocol/values/server/mailbox.ts';

const message = (subject: string | null, from: string | null, mailFrom = 'a@example.org'): MessageSummary =>
  ({ subject, from, mailFrom }) as MessageSummary;

const answer = (...capabilities: string[]): string =>
  `method return time=1 sender=:1.2 -> destination=:1.3 serial=4 reply_serial=2\n   array [\n${capabilities
    .map((name) => `      string "${name}"\n`)
    .join('')}   ]\n`;

test.each<[string, string, Markup]>([
  ['markup', answer('actions', 'body', 'body-markup'), 'body'],
  ['links alone', answer('body', 'body-hyperlinks'), 'body'],
  ['images alone', answer('body-images'), 'body'],
  ['text', answer('body', 'actions'), 'none'],
  ['nothing', answer(), 'none'],
  ['no array', 'Error org.freedesktop.DBus.Error.ServiceUnknown', 'unknown'],
  ['empty', '', 'unknown'],
])('a daemon that can do %s', async (_name, stdout, markup) => {
  const asked: string[] = [];
  const run = async (program: string, args: readonly string[]) => {
    asked.push(program, ...args);
    return { stdout };
  };
  expect(await daemonMarkup('linux', run)).toBe(markup);
  expect(asked.at(-1)).toBe('org.freedesktop.Notifications.GetCapabilities');
});

test('no daemon, no bus, no program: unknown; other systems are not asked', async () => {
  const run = () => Promise.reject(new Error('ENOENT'));
  expect(await daemonMarkup('linux', run)).toBe('unknown');
  expect(await daemonMarkup('darwin', run)).toBe('none');
  expect(await daemonMarkup('win32', run)).toBe('none');
});

const attacks = [
  '<a href="https://evil.example">click</a>',
  '<img src="file:///etc/passwd"/>',
  '<b>bold',
  '&lt;a href=x&gt;',
  '&#60;img src=x&#62;',
  '&#x3c;i&#x3e;',
  '&amp;lt;b&amp;gt;',
];

/** As a daemon with markup shows it: tags are taken, then entities are read once. */
const asShown = (body: string): { tags: string[]; text: string } => {
  const tags = body.match(/<[^>]*>?/g) ?? [];
  const entities: Record<string, string> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };
  return { tags, text: body.replace(/&(?:lt|gt|amp);/g, (entity) => entities[entity] ?? '') };
};

test.each(attacks)('%s', (attack) => {
  const escaped = notice(message(attack, attack), 1, 'body');
  expect(asShown(escaped.body)).toEqual({ tags: [], text: `From ${attack}` });
  for (const text of [escaped.title, ...Object.values(notice(message(attack, attack), 1, 'unknown'))])
    expect(text).not.toMatch(/[<>]|&[#\w]/);
  expect(notice(message(attack, attack), 1, 'none')).toEqual({ title: attack, body: `From ${attack}` });
});

test('what means nothing stays as it is', () => {
  expect(notice(message('Q & A, 1 & 2', 'Ann & Bob'), 1, 'unknown')).toEqual({
    title: 'Q & A, 1 & 2',
    body: 'From Ann & Bob',
  });
  expect(notice(message(null, null, ''), 1, 'body')).toEqual({ title: '(no subject)', body: 'From &lt;&gt;' });
  expect(notice(message('x', 'y'), 3, 'body')).toEqual({ title: 'Posthorn', body: '3 messages arrived' });
});
