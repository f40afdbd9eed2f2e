/**
 * Lines of a list that name a profile: its connection and its login, both as they are kept. The window gives no more than the name, so that
 * a kept secret goes where its profile goes and nowhere else; how each fared is kept with its profile.
 */
import { findProfile } from '../../core/profiles/find.ts';
import { verificationOf } from '../../core/profiles/verification.ts';
import type { OpenedTarget } from '../../core/survey/context.ts';
import { parseTarget } from '../../protocol/parse/target.ts';
import type { Profile } from '../../protocol/values/profiles/profile.ts';
import type { Report } from '../../protocol/values/session/report.ts';
import type { RequestOf } from '../../protocol/values/survey/request.ts';
import type { ListedTarget, TargetProblem } from '../../protocol/values/survey/targets.ts';
import type { ConnectionOptions } from '../../protocol/values/target.ts';
import type { Profiles } from '../profiles/profiles.ts';

const PREFIX = 'profile:';

export interface ListedProfiles {
  /** null: the line names none. */
  readonly open: (target: ListedTarget) => Promise<OpenedTarget | null>;
  readonly ended: (line: number, report: Report, surveyId: string) => void;
}

/** `prepare`: adds the user's settings, after the secret was judged. */
export function listedProfiles(
  profiles: Profiles,
  request: RequestOf<'targets'>,
  prepare: (connection: ConnectionOptions) => ConnectionOptions,
): ListedProfiles {
  const verifies = request.do === 'verify';
  const opened = new Map<number, Profile>();
  return {
    open: async (target) => {
      const name = nameIn(target);
      if (name === null) return null;
      const found = findProfile(await profiles.book(), name);
      if (found.kind !== 'one')
        return wrong('profile', found.kind === 'several' ? 'several profiles have this name' : '');
      const { id, content } = found.value;
      const { mx: _mx, everyAddress: _every, ...connection } = content.connection;
      if (target.profile !== undefined && !isSameServer(target.text, connection))
        return wrong('profile', `profile ${content.name} goes to another server`);
      if (target.user !== undefined && content.auth !== null && content.auth.user !== target.user)
        return wrong('profile', `profile ${content.name} has another user`);
      const options = verifies ? content.auth : null;
      const asked = { connection, auth: options };
      if (verifies) opened.set(target.line, found.value);
      const auth = options === null ? null : { options, secret: profiles.secrets.source(id, asked) };
      return { ok: true, connection: prepare(connection), auth, secrets: await profiles.secrets.connection(id, asked) };
    },
    ended: (line, report, surveyId) => {
      const profile = opened.get(line);
      if (profile === undefined || report.error?.code === 'cancelled') return;
      const { connection, auth } = profile.content;
      void profiles.verified(profile.id, { connection, auth }, verificationOf(report, report.startedAt, { surveyId }));
    },
  };
}

const nameIn = ({ text, profile }: ListedTarget): string | null =>
  profile ?? (text.startsWith(PREFIX) ? text.slice(PREFIX.length) : null);

const wrong = (code: TargetProblem['code'], detail = ''): OpenedTarget => ({ ok: false, problem: { code, detail } });

/** The same host, and the same port where the list has one. */
function isSameServer(text: string, connection: ConnectionOptions): boolean {
  const [a, b] = [parseTarget(text), parseTarget(connection.target, connection)];
  if (!a.ok || !b.ok) return false;
  return a.value.host === b.value.host && (!a.value.portGiven || a.value.port === b.value.port);
}
