/**
 * What helps somebody else to see why the app misbehaves, as a text to be read before it is given away: versions, settings, what there is
 * of everything, and the log. No secret, no name of a server, a user or a file of theirs: counts, and whether something is set.
 */
import { readdir, stat } from 'node:fs/promises';
import { homedir, release } from 'node:os';
import { join } from 'node:path';
import type { Settings } from '../../protocol/values/app/settings.ts';
import { limits } from '../limits.ts';

export interface DiagnosticFacts {
  readonly version: string;
  /** `electron`, `node` or `command line`. */
  readonly runtime: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly settings: Settings;
  /** Why the settings could not be read: a code; null when all is well. */
  readonly settingsProblem: string | null;
  readonly dataDir: string;
  /** By what is counted: a number, or why it is not known. */
  readonly counts: Readonly<Record<string, number | string>>;
  /** Lines about the test server. */
  readonly server: readonly string[];
  readonly log: readonly string[];
}

export async function formatDiagnostics(facts: DiagnosticFacts): Promise<string> {
  const { settings, log } = facts;
  const { timeouts, retention, updates } = settings;
  const set = (value: unknown): string => (value === null ? 'as usual' : 'set');
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    [
      'Versions',
      [
        `Posthorn ${facts.version} (${facts.runtime})`,
        ...Object.entries(facts.versions).map(([name, version]) => `${name} ${version}`),
        `${process.platform} ${process.arch}, ${release()}`,
      ],
    ],
    [
      'Settings',
      [
        `theme: ${settings.theme}`,
        `EHLO name: ${set(settings.ehloName)}`,
        `time limits: ${Object.entries(timeouts)
          .map(([name, value]) => `${name} ${value ?? 'as usual'}`)
          .join(', ')}`,
        `trusted certificates of one’s own: ${settings.trust === null ? 'none' : 'some'}`,
        `kept: ${retention.messages} messages, ${retention.runs} runs`,
        `notifications: ${settings.notifyOnMail ? 'on' : 'off'}, tray: ${settings.tray ? 'on' : 'off'}`,
        `asking for newer versions: ${updates === null ? 'not decided' : updates ? 'on' : 'off'}`,
        ...(facts.settingsProblem === null ? [] : [`could not be read: ${facts.settingsProblem}`]),
      ],
    ],
    ['What there is', Object.entries(facts.counts).map(([name, count]) => `${name}: ${count}`)],
    ['Test server', facts.server],
    ['Files of the data folder', await dataFiles(facts.dataDir)],
    ['Log of this start', log.length === 0 ? ['empty'] : log],
  ];
  const text = sections.map(([title, lines]) => `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`).join('\n');
  return `Diagnostics of Posthorn, ${new Date().toISOString()}\nNo passwords, no messages, no names of servers or people are meant to be in here; read it before you pass it on.\n\n${withoutHome(text)}`;
}

/** Names and sizes at the top; below it names could speak of people. */
async function dataFiles(dataDir: string): Promise<string[]> {
  const entries = await readdir(dataDir, { withFileTypes: true }).catch(() => []);
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const shown = names.sort().slice(0, limits.diagnostics.files);
  const lines = await Promise.all(
    shown.map((name) =>
      stat(join(dataDir, name)).then(
        ({ size }) => `${name}: ${size} bytes`,
        () => `${name}: gone`,
      ),
    ),
  );
  const folders = entries.filter((entry) => entry.isDirectory()).length;
  return [
    ...lines,
    ...(names.length > shown.length ? [`${names.length - shown.length} more`] : []),
    `${folders} folders`,
  ];
}

/** Where somebody's home is says who they are. */
function withoutHome(text: string): string {
  const home = homedir();
  return home.length > 1 ? text.replaceAll(home, '~') : text;
}
