/** What is typed in the bar of a survey, as its request, and what is missing for one. */
import { readHost } from '../../../electron/protocol/parse/host.ts';
import { unbracketed } from '../../../electron/protocol/parse/host-port.ts';
import { parseTargetList } from '../../../electron/protocol/parse/lists/target-list.ts';
import { parseTarget } from '../../../electron/protocol/parse/target.ts';
import { limits } from '../../../electron/protocol/values/survey/limits.ts';
import type { OtherProtocol, SurveyRequest } from '../../../electron/protocol/values/survey/request.ts';
import type { TargetTask } from '../../../electron/protocol/values/survey/targets.ts';
import type { ConnectionForm } from '../../session/target/connection-form.svelte.ts';
import { tidyTarget } from '../../session/target/target-words.ts';
import type { WindowKind } from './kinds.ts';
import type { readPorts } from './ports.ts';

export interface TypedPlan {
  readonly form: ConnectionForm;
  readonly ports: ReturnType<typeof readPorts>;
  /** Of a census; null for what is no number of them. */
  readonly sessions: number | null;
  /** Of a watch, in milliseconds; null for what is none. */
  readonly everyMs: number | null;
  /** Whom a credential may write as, and to whom; empty: not asked. */
  readonly sender: string;
  readonly recipient: string;
  readonly also: readonly OtherProtocol[];
  readonly list: TypedList;
}

/** A list of servers, as pasted or read from a file. */
export interface TypedList {
  /** Of the file; empty where it was typed. */
  readonly name: string;
  readonly text: string;
  readonly task: TargetTask;
}

/** Why a list cannot be asked; null where it can. */
function wrongInList({ text }: TypedList): string | null {
  const read = parseTargetList(text);
  if (!read.ok) return 'This table holds passwords: leave that column out, and name profiles instead';
  const { length } = read.value.targets;
  if (length === 0) return 'Paste servers, one a line, or open a file';
  return length > limits.targets.most ? `More than ${limits.targets.most} servers: divide the list` : null;
}

const hostOf = ({ target }: ConnectionForm): string | null => readHost(unbracketed(tidyTarget(target)));

function domainOf({ target }: ConnectionForm): string | null {
  const typed = target.trim();
  return readHost(typed.slice(typed.lastIndexOf('@') + 1));
}

/** "8" as typed; null for what is none. */
export function readSessions(typed: string): number | null {
  const count = /^\d{1,3}$/.test(typed.trim()) ? Number(typed) : 0;
  return count >= 1 && count <= limits.census.most ? count : null;
}

/** Seconds as typed, in milliseconds; what is less than a server may be asked is made that by the engine. */
export function readSeconds(typed: string): number | null {
  const ms = /^\d{1,5}(\.\d{1,3})?$/.test(typed.trim()) ? Number(typed) * 1000 : 0;
  return ms >= limits.watch.everyLocal && ms <= limits.watch.everyMost ? ms : null;
}

/** Why the survey cannot be made as it is typed; null where it can. */
export function missingIn(kind: WindowKind, { form, list }: Pick<TypedPlan, 'form' | 'list'>): string | null {
  if (kind === 'targets') return wrongInList(list);
  if (form.target.trim() === '') return kind === 'mx' ? 'Name a domain' : 'Name a server';
  if (kind === 'matrix')
    return hostOf(form) === null ? 'The name or address of a server, without a port and without a scheme' : null;
  if (kind === 'mx') return domainOf(form) === null ? 'A domain, or a mail address in it' : null;
  return parseTarget(tidyTarget(form.target)).ok ? null : 'This is not a server address';
}

/** Null where a field is not as it must be; the field says so. `each`: every mechanism, once. */
export function requestOf(kind: WindowKind, plan: TypedPlan, each: boolean): SurveyRequest | null {
  const { form } = plan;
  const whole = form.connection();
  const { target: _target, mx: _mx, everyAddress: _every, ...way } = whole;
  switch (kind) {
    case 'matrix': {
      const host = hostOf(form);
      const { ports } = plan;
      if (host === null || !ports.ok) return null;
      const { security: _security, ...connection } = way;
      const auth = form.password === '' ? null : form.auth();
      return { kind, host, ports: [...ports.value.ports], tlsPorts: [...ports.value.tlsPorts], connection, auth };
    }
    case 'addresses':
      return { kind, connection: whole };
    case 'mx':
      return { kind, domain: form.target.trim(), connection: way };
    case 'census':
      return plan.sessions === null ? null : { kind, connection: whole, sessions: plan.sessions };
    case 'watch': {
      const { everyMs } = plan;
      return everyMs === null
        ? null
        : { kind, connection: whole, auth: form.auth(), everyMs, rounds: null, forMs: null };
    }
    case 'targets': {
      const read = parseTargetList(plan.list.text);
      if (!read.ok) return null;
      const { concurrency, perAddress, name } = limits.targets;
      const targets = [...read.value.targets];
      const named = plan.list.name.slice(-name);
      return { kind, name: named, do: plan.list.task, targets, connection: way, auth: null, concurrency, perAddress };
    }
    case 'mechanisms': {
      const auth = form.auth();
      if (auth === null) return null;
      const [sender, recipient] = [plan.sender.trim(), plan.recipient.trim()];
      const envelope =
        sender === '' && recipient === '' ? null : { from: sender, to: [recipient === '' ? sender : recipient] };
      const also = plan.also.map((protocol) => ({ protocol, host: null, port: null }));
      const { tryAllMechanisms: _all, ...one } = auth;
      return { kind, connection: whole, auth: each ? { ...one, tryAllMechanisms: true } : one, envelope, also };
    }
  }
}
