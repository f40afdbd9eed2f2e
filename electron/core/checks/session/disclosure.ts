/**
 * VRFY or EXPN answered to one who has not logged in: with a mailbox, or with whether there is one. RFC 5321 section 7.3 leaves it to
 * the site, and most refuse, or answer 252 to everything.
 */
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { Check, FoundFact, CheckedFacts } from '../types.ts';

const shown = /[^\s<>]@[^\s<>]/;
/** A refusal that is about the address; one of the command itself says nothing of it. */
const unknown =
  /\b(?:unknown|no such|does(?: not|n't) exist|not (?:exist|known|found|valid|here)|no mailbox|invalid (?:user|recipient|mailbox|address))\b/i;

export const disclosureCheck: Check = {
  name: 'disclosure',
  run(facts) {
    if (facts.auth !== null && facts.auth.used !== null) return [];
    return [...membersShown(facts), ...existenceShown(facts)];
  },
};

const verbOf = (command: string): string => command.split(' ')[0] ?? '';
const succeeds = ({ code }: Reply): boolean => code === 250 || code === 251;
const showsMailbox = (reply: Reply): boolean => succeeds(reply) && reply.lines.some((line) => shown.test(line));

function linesOf({ transcript }: CheckedFacts, reply: Reply): number[] {
  return transcript
    .filter((line) => line.phase === 'command' && reply.lines.some((text) => line.text.endsWith(text)))
    .map((line) => line.seq);
}

function membersShown(facts: CheckedFacts): FoundFact[] {
  return (facts.answers ?? []).flatMap(({ command, reply }) => {
    const verb = verbOf(command);
    if (!showsMailbox(reply) || (verb !== 'VRFY' && verb !== 'EXPN')) return [];
    const severity = verb === 'EXPN' ? ('warning' as const) : ('info' as const);
    const params = { command: verb, code: reply.code ?? '' };
    return [{ code: 'server.lists-members' as const, severity, params, evidence: linesOf(facts, reply) }];
  });
}

/** One finding, however many addresses were asked for. */
function existenceShown(facts: CheckedFacts): FoundFact[] {
  const revealing = (facts.answers ?? []).filter(
    ({ command, reply }) => verbOf(command) === 'VRFY' && !showsMailbox(reply) && revealsExistence(reply),
  );
  const [first] = revealing;
  if (first === undefined) return [];
  const codes = [...new Set(revealing.map(({ reply }) => String(reply.code)))];
  const evidence = revealing.flatMap(({ reply }) => linesOf(facts, reply));
  const yes = revealing.some(({ reply }) => succeeds(reply)) ? 1 : 0;
  const params = { codes: codes.join(' and '), yes };
  return [{ code: 'server.confirms-addresses', severity: 'info', params, evidence: [...new Set(evidence)] }];
}

function revealsExistence(reply: Reply): boolean {
  if (succeeds(reply)) return true;
  if (reply.code !== 550 && reply.code !== 551 && reply.code !== 553) return false;
  // 5.1.x is about the address; any other class about something else, whatever the words.
  if (reply.enhancedCode !== null) return reply.enhancedCode.startsWith('5.1.');
  return reply.lines.some((line) => unknown.test(line));
}
