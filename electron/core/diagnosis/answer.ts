/**
 * The one answer to a reply, pasted or of a session: the judge's, a provider's own cause before those that every server
 * shares; else what the codes mean. `explain`, findings,
 * verdict and JSON all show what this gives.
 */
import type { Phase } from '../../protocol/values/session/phase.ts';
import type { Finding } from '../../protocol/values/session/report.ts';
import { secretText, userNameText } from '../../texts/providers/forms.ts';
import { hadAlready } from '../../texts/diagnosis/code-only.ts';
import { ofCodes } from '../explain/codes.ts';
import type { ExplainContext } from '../explain/context.ts';
import type { Whose } from '../explain/provider.ts';
import type { ReadReply } from '../explain/types.ts';
import type { FindingWords } from '../explain/words.ts';
import type { Evidence } from './evidence.ts';
import { isOfProvider } from './causes/providers/all.ts';
import { judge } from './judge.ts';
import { type JudgedFinding, findingOf, withPossible, writeDiagnosis } from './write.ts';

/** The best first; empty where the reply has neither a code nor known words. */
export function answerTo(reply: ReadReply, seen: Evidence, context: ExplainContext): JudgedFinding[] {
  const { phase, from } = seen;
  const severity = severityOf(reply);
  const judged = judge(seen);
  if (judged !== null && judged.open !== true && (judged.sure === 'proven' || isOfProvider(judged.id)))
    return [writeDiagnosis(judged, severity)];
  const login = providerLogin(reply, phase, from);
  if (login !== null) return [findingOf(severity, login, 'likely')];
  if (judged !== null && judged.open !== true) return [writeDiagnosis(judged, severity)];
  const [first, ...others] = ofCodes(reply, phase, from, context, judged !== null).map((words, index) =>
    findingOf(index === 0 ? severity : 'info', againstSession(words, seen), 'code-only'),
  );
  if (first === undefined) return [];
  return [judged === null ? first : withPossible(first, judged), ...others];
}

/** Codes that mean one thing alone, which a session may have had already. */
const loginCode = /^reply\.530$/;
const tlsCode = /^(?:reply\.(?:530\.starttls|523|538)|enhanced\.[45]\.7\.1[01])\b/;

/** What a code means is said all the same; what it asks for is not advised where the session has it. */
function againstSession(words: FindingWords, { session }: Evidence): FindingWords {
  const had =
    (session.loggedIn === true && loginCode.test(words.id)) || (session.tls === true && tlsCode.test(words.id));
  if (!had) return words;
  return { ...words, cause: `${words.cause} ${hadAlready}` };
}

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

const lists = /thunderbird\/autoconfig|well-known/;

/** 535 of a provider that is known, and whose form of user name and password has a source. */
function providerLogin({ code }: ReadReply, phase: Phase | null, { provider }: Whose): FindingWords | null {
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
