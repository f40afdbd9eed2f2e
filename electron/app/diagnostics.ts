/**
 * What helps somebody else to see why the app misbehaves, as a text to be read before it is given away: versions, settings, what there is
 * of everything, and the log. No secret, no name of a server, a user or a file of theirs: counts, and whether something is set.
 */
import { readdir, stat } from 'node:fs/promises';
import { homedir, release } from 'node:os';
import { join } from 'node:path';
import type { AppInfo } from '../ipc/contract.ts';
import type { Settings } from '../protocol/values/app/settings.ts';
import type { ServerState } from '../protocol/values/server/server.ts';
import { limits } from './limits.ts';

export interface DiagnosticFacts {
  readonly info: AppInfo;
  readonly settings: Settings;
  readonly dataDir: string;
  readonly server: ServerState;
  /** A number, or why it is not known. */
  readonly profiles: number | string;
  readonly runs: number;
  readonly log: readonly string[];
}

export async function formatDiagnostics(facts: DiagnosticFacts): Promise<string> {
  const { info, settings, server, log } = facts;
  const { timeouts, retention } = settings;
  const set = (value: unknown): string => (value === null ? 'as usual' : 'set');
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    [
      'Versions',
      [
        `Posthorn ${info.version} (${info.runtime})`,
        ...Object.entries(info.versions).map(([name, version]) => `${name} ${version}`),
        `${info.platform} ${process.arch}, ${release()}`,
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
        ...(info.settingsProblem === null ? [] : [`could not be read: ${info.settingsProblem.code}`]),
      ],
    ],
    [
      'What there is',
      [
        `profiles: ${facts.profiles}`,
        `past runs: ${facts.runs}`,
        `messages: ${server.messages}, ${server.unread} unread`,
        `logins of the test server: ${server.users?.length ?? 0}`,
      ],
    ],
    [
      'Test server',
      [
        server.phase,
        ...server.listeners.map(
          ({ config, boundPort }) =>
            `${config.protocol} ${config.security}: port ${config.port ?? 'none'}, ${boundPort === null ? 'not listening' : `listening on ${boundPort}`}`,
        ),
        ...(server.problem === null ? [] : [`could not be read: ${server.problem.code}`]),
      ],
    ],
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
