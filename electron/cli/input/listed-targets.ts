/** Lines of a list made ready to be asked: as they are, or from the profiles of this machine, whose passwords stay in the keychain. */
import type { OpenedTarget } from '../../core/survey/context.ts';
import type { CheckOptions } from '../../core/smtp/types.ts';
import { parseTarget } from '../../protocol/parse/target.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import type { Profile } from '../../protocol/values/profiles/profile.ts';
import type { ListedTarget, TargetProblem, TargetTask } from '../../protocol/values/survey/targets.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import { appErrorText } from '../../texts/app/app-errors.ts';
import { connectionFrom } from '../arguments/connection.ts';
import type { ListSurveyValues } from '../options/survey-list.ts';
import { UsageError } from '../status.ts';
import type { Terminal } from '../output/terminal.ts';
import type { LineInput } from './line-input.ts';
import { type ProfileTarget, profileTargets, targetOf } from './profile-target.ts';
import type { KeptProfiles } from './profiles.ts';
import { connectionSecretsFrom } from './connection-secrets.ts';
import { passwordFrom } from './secrets.ts';

interface ListedContext {
  readonly task: TargetTask;
  readonly options: ListSurveyValues;
  readonly terminal: Terminal;
  readonly stdin: () => LineInput;
}

/** @throws UsageError, AppError for what is wrong with the options, before anything is connected */
export async function listedTargets({ task, options, terminal, stdin }: ListedContext) {
  const { login } = options;
  const verifies = task === 'verify';
  const { user: typedUser, passwordEnv, passwordStdin, ...loginOptions } = login;
  const given = passwordEnv !== undefined || passwordStdin === true;
  if (!verifies && (given || typedUser !== undefined)) throw new UsageError('a login is of use with --do verify alone');
  const { target: _target, ...connection } = await connectionFrom('', options);
  const { secrets } = await connectionSecretsFrom(options, stdin);
  const password = given ? await passwordFrom(login, stdin) : null;
  const find = profileTargets(terminal);
  let accounts: Promise<ReadonlyMap<string, ProfileTarget | null>> | null = null;

  async function profileOf({ text, user, profile }: ListedTarget): Promise<ProfileTarget | null> {
    const name = profile === undefined ? text : `profile:${profile}`;
    const named = await find(name);
    if (named !== null || !verifies || given || user === undefined) return named;
    accounts ??= accountsOf(terminal);
    return (await accounts).get(accountName(user, text)) ?? null;
  }

  async function open(target: ListedTarget): Promise<OpenedTarget> {
    const from = await profileOf(target);
    if (from === null) {
      const user = target.user ?? typedUser;
      const auth: CheckOptions['auth'] =
        !verifies || user === undefined || password === null
          ? null
          : { options: { user, ...loginOptions }, secret: password };
      if (verifies && user !== undefined && password === null) return wrong('secret-missing');
      return { ok: true, connection: { ...connection, target: target.text }, auth, secrets };
    }
    const merged = await connectionFrom(target.text, options, from);
    const { mx: _mx, everyAddress: _every, ...own } = merged;
    if (target.profile !== undefined && !isSameServer(target.text, own))
      return wrong('profile', `profile ${target.profile} goes to another server`);
    const saved = from.profile.content.auth;
    if (target.user !== undefined && saved !== null && saved.user !== target.user)
      return wrong('profile', `profile ${from.profile.content.name} has another user`);
    const wanted = saved === null || !verifies ? null : { ...saved, ...loginOptions };
    const auth = wanted === null ? null : { options: wanted, secret: from.secret({ connection: own, auth: wanted }) };
    const kept = await from.connectionSecrets(own);
    return { ok: true, connection: own, auth, secrets: { ...kept, ...secrets } };
  }

  return {
    connection,
    /** Of one that is no target, and of a profile that is not there, the problem of its line. */
    open: async (target: ListedTarget): Promise<OpenedTarget> => {
      try {
        return await open(target);
      } catch (error) {
        if (error instanceof UsageError) return wrong('profile', error.message);
        if (error instanceof AppError && error.code === 'profile-not-found')
          return wrong('profile', appErrorText(error).message);
        if (error instanceof AppError && error.code === 'secret-missing') return wrong('secret-missing');
        throw error;
      }
    },
  };
}

const wrong = (code: TargetProblem['code'], detail = ''): OpenedTarget => ({ ok: false, problem: { code, detail } });

/** By user and server, for lines that name both and no profile; null where several are meant. */
async function accountsOf(terminal: Terminal): Promise<ReadonlyMap<string, ProfileTarget | null>> {
  const { openProfiles } = await import('./profiles.ts');
  const { book, secrets }: KeptProfiles = await openProfiles(terminal);
  const found = new Map<string, ProfileTarget | null>();
  const add = (name: string, profile: Profile): void => {
    found.set(name, found.has(name) ? null : targetOf(profile, secrets));
  };
  for (const profile of book.profiles) {
    const { auth, connection } = profile.content;
    // One that keeps no password is of no help, and makes nobody else unclear.
    if (auth === null || profile.secrets.length === 0) continue;
    const typed = parseTarget(connection.target, connection);
    if (!typed.ok || typed.value.host === null || typed.value.port === null) continue;
    const { host, port } = typed.value;
    add(JSON.stringify([auth.user, host, port]), profile);
    add(JSON.stringify([auth.user, host, null]), profile);
  }
  return found;
}

function accountName(user: string, text: string): string {
  const typed = parseTarget(text);
  const { host, port, portGiven } = typed.ok ? typed.value : { host: text, port: null, portGiven: false };
  return JSON.stringify([user, host, portGiven ? port : null]);
}

/** The same host, and the same port where the list has one. */
function isSameServer(text: string, connection: ConnectionOptions): boolean {
  const [a, b] = [parseTarget(text), parseTarget(connection.target, connection)];
  if (!a.ok || !b.ok) return false;
  return a.value.host === b.value.host && (!a.value.portGiven || a.value.port === b.value.port);
}
