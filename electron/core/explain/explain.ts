/**
 * Explains a reply: by a rule about exactly this provider and text, else by a phrase that every server shares, else by what RFCs and the
 * registry of codes say. What is not known stays unsaid. Never fails, and always gives at least one finding, the best first.
 */
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { Finding } from '../../protocol/values/session/report.ts';
import { clientErrorIn } from '../../texts/replies/client-errors.ts';
import { secretText, userNameText } from '../../texts/providers/forms.ts';
import { saidIn } from '../../texts/replies/refusals.ts';
import { rfc } from '../../texts/rfc.ts';
import { isJudged, judge } from '../diagnosis/judge.ts';
import { evidenceOf } from '../diagnosis/reading/evidence.ts';
import { type JudgedFinding, writeDiagnosis } from '../diagnosis/write.ts';
import { ofCodes } from './codes.ts';
import type { ExplainContext } from './context.ts';
import { readReply } from './input.ts';
import { specificRule } from './match.ts';
import { type Whose, whoseReply } from './provider.ts';
import type { ReadReply } from './types.ts';
import { type Words, ruleWords } from './words.ts';

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
  const whose = whoseReply(reply, context);
  const findings = findingsOf(reply, phase, whose, context);
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

function findingsOf(reply: ReadReply, phase: Phase | null, whose: Whose, context: ExplainContext): JudgedFinding[] {
  if (reply.code === null && reply.enhanced === null) return withoutReply(reply, whose, context, phase);
  const severity = severityOf(reply);
  const rule = specificRule(reply, phase, whose, context.mechanism ?? null);
  if (rule !== null) return [finding(severity, ruleWords(rule), 'proven')];
  const judged = judge(evidenceOf(reply, phase, context));
  const sayMore = judged !== null && judged.sure === 'proven' ? judged : null;
  if (sayMore !== null) return [writeDiagnosis(sayMore, severity)];
  const login = providerLogin(reply, phase, whose);
  if (login !== null) return [finding(severity, login, 'likely')];
  if (judged !== null) return [writeDiagnosis(judged, severity)];
  const phrased = reply.code !== null && reply.code < 400 ? null : saidIn(spoken(reply));
  // The code says the same, with more authority.
  const said =
    phrased === null ||
    isJudged(`phrase.${phrased.id}`) ||
    (phrased.id === 'no-such-mailbox' && reply.enhanced?.subject === 1)
      ? null
      : phrased;
  if (said === null) {
    const codes = ofCodes(reply, phase, whose, context);
    return codes.map((words, index) => finding(index === 0 ? severity : 'info', words, 'code-only'));
  }
  const phrase: Words = {
    id: `phrase.${said.id}`,
    title: said.title,
    cause: said.cause,
    actor: said.actor,
    remedy: said.remedy,
    source: said.source,
    verifiedOn: null,
  };
  // The code beside it says less, or something else: 5.7.1 stands behind everything.
  return [finding(severity, phrase, 'likely')];
}

const spoken = ({ code, enhanced, words }: ReadReply): string =>
  [code ?? (enhanced === null ? 550 : enhanced.class * 100 + 50), enhanced?.text, words]
    .filter((part) => part !== undefined && part !== '')
    .join(' ');

function severityOf({ code, enhanced }: ReadReply): Finding['severity'] {
  switch (code === null ? enhanced?.class : Math.floor(code / 100)) {
    case 2:
    case 3:
      return 'ok';
    case 4:
      return 'warning';
    default:
      return 'error';
  }
}

const finding = (severity: Finding['severity'], words: Words, sure: JudgedFinding['sure']): JudgedFinding => ({
  id: words.id,
  severity,
  title: words.title,
  cause: words.cause,
  actor: words.actor,
  remedy: words.remedy,
  evidence: [],
  source: words.source,
  verifiedOn: words.verifiedOn,
  sure,
  alternatives: [],
  experiments: [],
});

const lists = /thunderbird\/autoconfig|well-known/;

/** 535 of a provider that is known, and whose form of user name and password has a source. */
function providerLogin({ code }: ReadReply, phase: Phase | null, { provider }: Whose): Words | null {
  if (code !== 535 || provider === null || (phase !== null && phase !== 'auth')) return null;
  // A page of the provider's own where there is one, before lists of servers.
  const own = provider.sources.find((source) => !lists.test(source.url)) ?? provider.sources[0];
  const { url, verifiedOn } = own;
  return {
    id: `${provider.reportAs ?? provider.id}.login-refused`,
    title: 'Login refused',
    cause: `${provider.name} did not accept the user name and password, or token.`,
    actor: 'you',
    remedy:
      `User name: ${userNameText(provider.userName)} Password: ${provider.secrets.map((form) => secretText[form]).join(' Or: ')} ${provider.notes.join(' ')}`.trim(),
    source: url,
    verifiedOn,
  };
}

/** A message of the client, or words of a provider or of every server without their code. */
function withoutReply(reply: ReadReply, whose: Whose, context: ExplainContext, phase: Phase | null): JudgedFinding[] {
  const complaint = [context.clientError ?? '', reply.whole].join('\n').toLowerCase();
  const rule = specificRule(reply, phase, whose, context.mechanism ?? null);
  if (rule !== null) return [finding('error', ruleWords(rule), 'proven')];
  const judged = judge(evidenceOf(reply, phase, context));
  if (judged !== null) return [writeDiagnosis(judged, 'error')];
  const said = saidIn(reply.words);
  if (said !== null && !isJudged(`phrase.${said.id}`)) {
    const { id, title, cause, actor, remedy, source } = said;
    return [finding('error', { id: `phrase.${id}`, title, cause, actor, remedy, source, verifiedOn: null }, 'likely')];
  }
  const error = clientErrorIn(complaint, { port: context.port ?? portIn(complaint) });
  return error === null ? [] : [finding('error', error, 'likely')];
}

/** "connect ETIMEDOUT 192.0.2.1:25", "port 465". */
function portIn(text: string): number | null {
  const port = /(?::|port[ :=]{1,3})(25|465|587|2525)(?![0-9.])/.exec(text)?.[1];
  return port === undefined ? null : Number(port);
}

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
