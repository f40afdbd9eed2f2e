/**
 * What a data folder says of itself to who only looks: an app may be running on it, so that nothing is opened for writing, moved aside or
 * mended. What cannot be read is said in the place of its number.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';
import { completeSettings, defaultSettings, StoredSettingsSchema } from '../../protocol/values/app/settings.ts';
import type { Settings } from '../../protocol/values/app/settings.ts';
import { ListenerConfigSchema } from '../../protocol/values/server/server.ts';
import { viewHistory } from '../history/history.ts';

const Things = v.array(v.unknown());
const ProfilesFileSchema = v.object({ profiles: Things });
const UsersFileSchema = v.object({ users: Things });
const ServerFileSchema = v.object({
  run: v.boolean(),
  config: v.object({ listeners: v.array(v.pick(ListenerConfigSchema, ['protocol', 'security', 'port'])) }),
});

export interface FolderFacts {
  readonly settings: Settings;
  readonly settingsProblem: string | null;
  readonly counts: Readonly<Record<string, number | string>>;
  readonly server: readonly string[];
}

export async function readFolderFacts(dataDir: string): Promise<FolderFacts> {
  const file = async <const S extends v.GenericSchema>(name: string, schema: S) => look(join(dataDir, name), schema);
  const [settings, profiles, users, server] = await Promise.all([
    file('settings.json', StoredSettingsSchema),
    file('profiles.json', ProfilesFileSchema),
    file('server-users.json', UsersFileSchema),
    file('server.json', ServerFileSchema),
  ]);
  const runs = await viewHistory(join(dataDir, 'history')).then(
    ({ entries }) => entries.length,
    (error: unknown) => `not known: ${codeOf(error)}`,
  );
  const messages = await readdir(join(dataDir, 'mailbox', 'messages')).then(
    (names) => names.filter((name) => name.endsWith('.eml')).length,
    (error: unknown) => (codeOf(error) === 'ENOENT' ? 0 : `not known: ${codeOf(error)}`),
  );
  const notRead = (problem: string): string => `not known: ${problem}`;
  return {
    settings: settings.value === null ? defaultSettings : completeSettings(settings.value),
    settingsProblem: settings.problem,
    counts: {
      profiles: profiles.problem === null ? (profiles.value?.profiles.length ?? 0) : notRead(profiles.problem),
      'past runs': runs,
      messages,
      'logins of the test server': users.problem === null ? (users.value?.users.length ?? 0) : notRead(users.problem),
    },
    server: serverLines(server),
  };
}

interface Looked<T> {
  /** Null when there is none yet. */
  readonly value: T | null;
  readonly problem: string | null;
}

async function look<const S extends v.GenericSchema>(path: string, schema: S): Promise<Looked<v.InferOutput<S>>> {
  try {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), await readFile(path, 'utf8'));
    return parsed.success ? { value: parsed.output, problem: null } : { value: null, problem: 'file-damaged' };
  } catch (error) {
    const code = codeOf(error);
    return { value: null, problem: code === 'ENOENT' ? null : code };
  }
}

function serverLines({ value, problem }: Looked<v.InferOutput<typeof ServerFileSchema>>): string[] {
  if (problem !== null) return [`could not be read: ${problem}`];
  if (value === null) return ['never started'];
  return [
    value.run ? 'to run when the window starts' : 'stopped by the user',
    ...value.config.listeners.map(({ protocol, security, port }) => `${protocol} ${security}: port ${port ?? 'none'}`),
    'whether it runs now is not asked from here',
  ];
}

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
