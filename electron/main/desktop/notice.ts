/**
 * What a notification says of mail that arrived. On Linux the daemon that shows it may read markup in the body (Desktop
 * Notifications Specification, "Markup"), and a subject is a stranger's: no tag of theirs reaches it as one.
 */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { MessageSummary } from '../../protocol/values/server/mailbox.ts';
import { shorten, visible } from '../../texts/visible.ts';

/** `none`: text is shown as it is. `body`: the body is read as markup. `unknown`: the daemon did not say. */
export type Markup = 'none' | 'body' | 'unknown';

const QUESTION = [
  '--session',
  '--print-reply',
  '--reply-timeout=2000',
  '--dest=org.freedesktop.Notifications',
  '/org/freedesktop/Notifications',
  'org.freedesktop.Notifications.GetCapabilities',
];

/** With any of them the body is more than text. */
const CAPABILITIES = ['body-markup', 'body-hyperlinks', 'body-images'];

type Run = (program: string, args: readonly string[]) => Promise<{ readonly stdout: string }>;
const runProgram: Run = (program, args) => promisify(execFile)(program, [...args], { timeout: 3_000 });

/** Asks the notification daemon of this session. Never rejects. */
export async function daemonMarkup(platform: NodeJS.Platform, run: Run = runProgram): Promise<Markup> {
  // Windows and macOS take text.
  if (platform === 'win32' || platform === 'darwin') return 'none';
  try {
    const { stdout } = await run('dbus-send', QUESTION);
    const lines = stdout.split('\n').map((line) => line.trim());
    if (!lines.includes('array [')) return 'unknown';
    return CAPABILITIES.some((name) => lines.includes(`string "${name}"`)) ? 'body' : 'none';
  } catch {
    return 'unknown';
  }
}

/** Words of strangers, as text. */
export function notice(message: MessageSummary, count: number, markup: Markup): { title: string; body: string } {
  if (count > 1) return { title: 'Posthorn', body: `${count} messages arrived` };
  const subject = visible(message.subject ?? '').trim();
  const from = visible(message.from ?? (message.mailFrom === '' ? '<>' : message.mailFrom));
  return {
    title: titleText(shorten(subject === '' ? '(no subject)' : subject, 120), markup),
    body: `From ${bodyText(shorten(from, 120), markup)}`,
  };
}

/** What changed in a watch: the server's own words among it. */
export function watchNotice(host: string, changes: readonly string[], markup: Markup): { title: string; body: string } {
  const name = shorten(visible(host), 120);
  const [first = ''] = changes;
  const more = changes.length - 1;
  return {
    title: titleText(`${name} changed`, markup),
    body: bodyText(`${shorten(visible(first), 240)}${more > 0 ? ` and ${more} more` : ''}`, markup),
  };
}

/** No daemon says that it reads markup in the title, and some do: neither tag nor entity, and nothing that looks like an escape. */
const titleText = (text: string, markup: Markup): string => (markup === 'none' ? text : withoutMarkup(text));

function bodyText(text: string, markup: Markup): string {
  switch (markup) {
    case 'none':
      return text;
    case 'body':
      return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    case 'unknown':
      return withoutMarkup(text);
  }
}

/** Reads the same to the eye, and is markup to nobody. */
const withoutMarkup = (text: string): string =>
  text
    .replaceAll('<', '‹')
    .replaceAll('>', '›')
    .replace(/&(?=[#\p{L}])/gu, '＆');
