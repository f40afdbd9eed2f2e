/**
 * A pasted text for a window: the explanation, and besides how the text was read, which of its lines decide, and which fact that nobody
 * gave would change the answer. All of it is asked of `explain` itself, so that it cannot differ from what the command line says.
 */
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { DecidingFact, Explained } from '../../protocol/values/app/explain.ts';
import { evidenceOf } from '../diagnosis/reading/evidence.ts';
import type { ExplainContext } from './context.ts';
import { type Explanation, explain } from './explain.ts';
import { readReply } from './input.ts';
import { limits } from './limits.ts';
import type { ReadReply } from './types.ts';

/** Hosts of providers with words of their own, one each: if any of them changes the answer, the host decides. */
const someHosts = [
  'smtp.gmail.com',
  'smtp.office365.com',
  'smtp.mail.yahoo.com',
  'smtp.mail.me.com',
  'email-smtp.eu-west-1.amazonaws.com',
  'smtp.sendgrid.net',
  'smtp.zoho.com',
  'smtp.mail.ru',
];
const somePhases = ['greeting', 'ehlo', 'starttls', 'auth', 'mail', 'rcpt', 'data'] as const satisfies readonly Phase[];
const somePorts = [25, 465, 587];

export function explainPasted(text: string, context: ExplainContext): Explained {
  const explanation = explain(text, context);
  const reply = readReply(text);
  const { code, enhancedCode, phase, provider, findings } = explanation;
  return {
    findings: findings.map((each) => ({
      ...each,
      evidence: [...each.evidence],
      alternatives: [...each.alternatives],
      experiments: [...each.experiments],
    })),
    reading: {
      code,
      enhancedCode,
      phase,
      host: context.host ?? reply.host,
      client: evidenceOf(reply, phase, context).client,
      provider: provider === null ? null : { name: provider.name, by: provider.by },
      lines: decidingLines(text, reply, explanation, context),
    },
    decides: isRecognised(explanation) ? decidingFacts(text, context, explanation, reply) : [],
  };
}

const answerOf = ({ findings: [first] }: Explanation): string => `${first?.id ?? ''} ${first?.actor ?? ''}`;
const isRecognised = (explanation: Explanation): boolean =>
  explanation.findings[0]?.id !== 'explain.nothing-recognised';

/** Only what is not known, from text or context, is asked for. */
function decidingFacts(text: string, context: ExplainContext, now: Explanation, reply: ReadReply): DecidingFact[] {
  if (text.length > limits.pasted.tried) return [];
  const differs = (more: ExplainContext): boolean => answerOf(explain(text, { ...context, ...more })) !== answerOf(now);
  const facts: DecidingFact[] = [];
  const hostKnown = (context.host ?? reply.host ?? null) !== null || now.provider !== null;
  if (!hostKnown && someHosts.some((host) => differs({ host }))) facts.push('host');
  if (now.phase === null && somePhases.some((phase) => differs({ phase }))) facts.push('phase');
  if ((context.port ?? null) === null && somePorts.some((port) => differs({ port }))) facts.push('port');
  return facts;
}

/** The lines of the reply that was read; of a client's complaint the one line that says the same alone. */
function decidingLines(
  text: string,
  whole: ReadReply,
  now: Explanation,
  context: ExplainContext,
): { first: number; last: number } | null {
  if (!isRecognised(now)) return null;
  const lines = text.split('\n');
  const filled = lines.flatMap((line, index) => (line.trim() === '' ? [] : [index]));
  if (filled.length === 1) return { first: filled[0] ?? 0, last: filled[0] ?? 0 };
  const alone = (index: number): ReadReply => readReply(lines[index] ?? '');
  if (whole.code !== null) {
    const first = filled
      .slice(0, limits.pasted.lines)
      .find((index) => isBeginning(alone(index), whole) && (lines[index] ?? '').includes(String(whole.code)));
    if (first === undefined) return null;
    let last = first;
    while (last + 1 < lines.length && isContinued(lines[last + 1] ?? '', whole)) last += 1;
    return { first, last };
  }
  // The end of a log has what it ended in.
  const only = filled
    .slice(-limits.pasted.linesExplained)
    .findLast((index) => answerOf(explain(lines[index] ?? '', context)) === answerOf(now));
  return only === undefined ? null : { first: only, last: only };
}

/** The first line of a reply has its code, and its words before all others. */
const isBeginning = (line: ReadReply, whole: ReadReply): boolean =>
  line.code === whole.code &&
  (line.enhanced === null || line.enhanced.text === whole.enhanced?.text) &&
  (whole.words.startsWith(line.words) || line.words.startsWith(whole.words));

/** A further line has the code too, or is the folded rest of the one before. */
function isContinued(text: string, whole: ReadReply): boolean {
  const { code, words } = readReply(text);
  return (code === whole.code || (code === null && /^[ \t]/.test(text))) && words !== '' && whole.words.includes(words);
}
