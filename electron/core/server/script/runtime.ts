/**
 * A script at work: which rule acts at a moment, and how often each has acted. One runtime per script and server; each session
 * asks its own SessionScript.
 */
import type { Match, Rule, Script, Step } from '../../../protocol/values/server/script.ts';
import type { ListenerConfig } from '../../../protocol/values/server/server.ts';
import type { Clock } from '../../ports.ts';
import { Greylist } from './greylist.ts';
import { MAGIC_DOMAIN, magicOf } from './magic.ts';
import type { Moment, Plan } from './plan.ts';
import { drawFault } from './random.ts';
import { planOf } from './steps.ts';

interface CompiledRule {
  readonly rule: Rule;
  readonly address: Glob | null;
}

/** How often a rule was met, and how often it acted. */
interface Tally {
  met: number;
  acted: number;
}

export interface SessionScript {
  readonly greeting: string | null;
  /** False: nothing can happen there, and nobody need ask. `args` are those of the command. */
  wants(command: string, args: string): boolean;
  /** What is to happen at this moment; counts it. */
  at(moment: Moment): Plan | null;
  /** As at(), for BODY: with the octets after which it happens. */
  inBody(moment: Moment): { readonly octets: number; readonly plan: Plan } | null;
}

export class ScriptRuntime {
  readonly #script: Script | null;
  readonly #magic: boolean;
  readonly #rules: readonly CompiledRule[];
  readonly #tallies = new Map<Rule, Tally>();
  readonly #greylist: Greylist;
  #sessions = 0;

  constructor(script: Script | null, magic: boolean, clock: Clock) {
    this.#script = script;
    this.#magic = magic;
    this.#greylist = new Greylist(clock);
    this.#rules = (script?.rules ?? []).map((rule) => ({
      rule,
      address: rule.match.address === undefined ? null : globOf(rule.match.address),
    }));
  }

  /** Null when nothing can ever happen. */
  session(listener: ListenerConfig): SessionScript | null {
    const script = this.#script;
    if (script === null && !this.#magic) return null;
    this.#sessions += 1;
    const number = this.#sessions;
    const own = new Map<Rule, Tally>();
    let moments = 0;
    let magicNamed = false;
    const find = (moment: Moment): { plan: Plan; match: Match | null } | null => {
      for (const { rule, address } of this.#rules) {
        if (!matches(rule.match, address, moment, listener)) continue;
        const tallies = rule.match.count === 'session' ? own : this.#tallies;
        if (!counts(rule, tallies)) continue;
        const plan = this.#plan(rule.steps, moment);
        return plan === null ? null : { plan, match: rule.match };
      }
      const magic = this.#magic ? this.#magicAt(moment) : null;
      if (magic !== null) return { plan: magic, match: null };
      if (script?.random === undefined || moment.command === 'TLS' || moment.command === 'BODY') return null;
      moments += 1;
      const steps = drawFault(script.random, number, moments);
      const plan = steps === null ? null : this.#plan(steps, moment);
      return plan === null ? null : { plan, match: null };
    };
    return {
      greeting: script?.greeting ?? null,
      wants: (command, args) => {
        if (script !== null) return true;
        // Most sessions never name such a recipient: what they say costs one search and no more.
        if (command === 'RCPT' && args.toLowerCase().includes(MAGIC_DOMAIN)) magicNamed = true;
        return magicNamed && (command === 'RCPT' || command === 'END');
      },
      at: (moment) => find(moment)?.plan ?? null,
      inBody: (moment) => {
        const found = find(moment);
        return found === null ? null : { octets: found.match?.octets ?? 0, plan: found.plan };
      },
    };
  }

  #plan(steps: readonly Step[], moment: Moment): Plan | null {
    return planOf(steps, { moment, greylist: this.#greylist });
  }

  #magicAt(moment: Moment): Plan | null {
    if (moment.command !== 'RCPT' && moment.command !== 'END') return null;
    const wanted = moment.recipients.flatMap((address) => {
      const magic = magicOf(address);
      return magic?.at === moment.command ? [{ address, steps: magic.steps }] : [];
    });
    const [first] = wanted;
    if (first === undefined) return null;
    const refusals = wanted.flatMap(({ address, steps }) => {
      const [step] = steps;
      return step?.do === 'reply'
        ? [{ address, code: step.code, enhancedCode: step.enhancedCode, lines: step.lines }]
        : [];
    });
    // At the end of data several may want different things: LMTP can answer each, SMTP answers the first.
    if (moment.command === 'END' && refusals.length === wanted.length) {
      return this.#plan([{ do: 'recipients', results: refusals }], moment);
    }
    return this.#plan(first.steps, moment);
  }
}

function matches(match: Match, address: Glob | null, moment: Moment, listener: ListenerConfig): boolean {
  const special =
    moment.command === 'CONNECT' || moment.command === 'TLS' || moment.command === 'BODY' || moment.command === 'END';
  if (match.command !== moment.command && (match.command !== 'ANY' || special)) return false;
  if (
    match.listener !== undefined &&
    match.listener !== listener.id &&
    match.listener !== listener.protocol &&
    match.listener !== listener.security
  )
    return false;
  if (address === null) return true;
  const candidates = moment.command === 'RCPT' ? moment.recipients : [moment.sender ?? '', ...moment.recipients];
  return candidates.some((candidate) => address.test(candidate));
}

/** Whether the rule acts this time. */
function counts(rule: Rule, tallies: Map<Rule, Tally>): boolean {
  const { match, times } = rule;
  if (match.after === undefined && times === undefined) return true;
  let tally = tallies.get(rule);
  if (tally === undefined) {
    tally = { met: 0, acted: 0 };
    tallies.set(rule, tally);
  }
  tally.met += 1;
  if (tally.met <= (match.after ?? 0) || tally.acted >= (times ?? Infinity)) return false;
  tally.acted += 1;
  return true;
}

export interface Glob {
  test(text: string): boolean;
}

/** `*` any run of characters, `?` one; in any case. Goes back to the last star alone, so that many stars cost no more than one. */
export function globOf(pattern: string): Glob {
  const wanted = Array.from(pattern.toLowerCase());
  return {
    test(text) {
      const given = Array.from(text.toLowerCase());
      let [at, next] = [0, 0];
      let star: { readonly pattern: number; text: number } | null = null;
      while (next < given.length) {
        if (wanted[at] === '*') {
          star = { pattern: at, text: next };
          at += 1;
        } else if (wanted[at] === '?' || wanted[at] === given[next]) {
          at += 1;
          next += 1;
        } else if (star === null) return false;
        else {
          star.text += 1;
          at = star.pattern + 1;
          next = star.text;
        }
      }
      while (wanted[at] === '*') at += 1;
      return at === wanted.length;
    },
  };
}
