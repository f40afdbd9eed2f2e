/**
 * Explains a reply: by the judge, else by what RFCs and the registry of codes say of the code alone. What is not known stays unsaid. Never fails, and always gives at least one finding, the best first.
 */
import type { Phase } from '../../protocol/values/session/phase.ts';
import { rfc } from '../../texts/rfc.ts';
import { answerTo } from '../diagnosis/answer.ts';
import { aboutMail } from '../diagnosis/causes/all.ts';
import { judge } from '../diagnosis/judge.ts';
import { clientEvidenceOf, evidenceOf } from '../diagnosis/reading/evidence.ts';
import { withoutGoodReplies } from '../diagnosis/reading/client.ts';
import { speaksOfClients } from '../diagnosis/lexicon/said.ts';
import { type JudgedFinding, withPossible, writeDiagnosis } from '../diagnosis/write.ts';
import type { ExplainContext } from './context.ts';
import { limits } from './limits.ts';
import { readReply } from './input.ts';
import { authorOf } from './provider.ts';
import type { ReadReply } from './types.ts';

export interface Explanation {
  readonly findings: readonly JudgedFinding[];
  /** How the text was read. */
  readonly code: number | null;
  readonly enhancedCode: string | null;
  readonly phase: Phase | null;
  /** "Google", by "its host"; null where it is not certain. */
  readonly provider: { readonly name: string; readonly by: string } | null;
}

export function explain(text: string, context: ExplainContext = {}): Explanation {
  const reply = readFirst([text, context.clientError ?? '']);
  const phase = context.phase ?? reply.phase;
  const whose = authorOf(reply, context);
  const findings = findingsOf(reply, phase, context);
  return {
    findings: findings.length > 0 ? findings : [nothingRecognised],
    code: reply.code,
    enhancedCode: reply.enhanced?.text ?? null,
    phase,
    provider: whose.name === '' ? null : { name: whose.name, by: whose.by },
  };
}

/** The first that holds a reply: a client's complaint may quote one. */
function readFirst(texts: readonly string[]): ReadReply {
  const read = texts.map(readReply);
  return read.find(({ code, enhanced }) => code !== null || enhanced !== null) ?? read[0] ?? readReply('');
}

function findingsOf(reply: ReadReply, phase: Phase | null, context: ExplainContext): JudgedFinding[] {
  if (reply.code === null && reply.enhanced === null) return withoutReply(reply, phase, context);
  if (reply.code !== null && reply.code < 400) {
    const rest = readReply(withoutGoodReplies(reply.whole));
    if (rest.code === null && rest.enhanced !== null && rest.enhanced.class > 2)
      return answerTo(rest, evidenceOf(rest, phase, context), context);
    const broke = judge(clientEvidenceOf(reply, phase, context));
    if (broke !== null && broke.open !== true) return [writeDiagnosis(broke, 'error')];
  }
  return answerTo(reply, evidenceOf(reply, phase, context), context);
}

/** What follows it, a server said. */
const quotes =
  /\b(?:server (?:response was|responded|said|answered|replied)|response (?:of|from) (?:the )?(?:mail |smtp )?server|remote host said)\b/;

/** A message of the client, or words of a provider or of every server without their code. */
function withoutReply(reply: ReadReply, phase: Phase | null, context: ExplainContext): JudgedFinding[] {
  const seen = evidenceOf(reply, phase, context);
  const judged = judge(seen);
  const own = judged !== null && judged.open !== true ? [writeDiagnosis(judged, 'error')] : null;
  // "The following recipients failed: bob@example.com: Relay access denied": the sentence gives no reason, what it quotes does.
  const reasonless = judged?.sure === 'code-only';
  if (own !== null && !reasonless) return own;
  const unsure = judged === null ? [] : [withPossible(nothingCertain, judged)];
  // What means nothing as a program's own is what logs and forms quote of a server without its code. Where a mark or a host says whose
  // words they are that is certain; a long text of anybody's is no quotation.
  const { family } = seen.from;
  if (family === null && seen.reply.words.length > limits.explain.quotedWords) return own ?? unsure;
  const quoted = judge({ ...seen, origin: 'server' }, family === null ? limits.explain.quotedCount : undefined);
  // Programs use words of their errors for much, but none has an opinion of its own on mailboxes, senders or spam. Of
  // sessions and servers the words have to leave no doubt.
  const certain =
    quoted !== null &&
    quoted.open !== true &&
    (family !== null ||
      aboutMail.has(quoted.id) ||
      (reasonless && quoted.id === 'phrase.relay-denied') ||
      quotes.test(seen.reply.words) ||
      (quoted.sure === 'proven' && !speaksOfClients(seen.reply.words)));
  return certain
    ? [writeDiagnosis({ ...quoted, sure: quoted.sure === 'proven' ? 'likely' : quoted.sure }, 'error')]
    : (own ?? unsure);
}

const nothingCertain: JudgedFinding = {
  id: 'explain.nothing-certain',
  severity: 'error',
  title: 'The words leave open what is meant',
  cause: 'The text has no reply code, and its words go with several causes.',
  actor: 'you',
  remedy:
    'Give more of the log: the lines before it, the server’s reply with its three digits, or by --context at which step it came.',
  evidence: [],
  source: rfc(5321, '4.2'),
  verifiedOn: null,
  sure: 'code-only',
  alternatives: [],
  experiments: [],
};

const nothingRecognised: JudgedFinding = {
  id: 'explain.nothing-recognised',
  severity: 'info',
  title: 'Nothing recognised',
  cause: 'The text holds no SMTP reply code, no enhanced status code and no error message that is known here.',
  actor: 'you',
  remedy:
    'Give the server’s reply as it was sent, with its three digits, or the whole line of the log; --context says where it came up.',
  evidence: [],
  source: rfc(5321, '4.2'),
  verifiedOn: null,
  sure: 'code-only',
  alternatives: [],
  experiments: [],
};
