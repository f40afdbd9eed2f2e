/**
 * Command lines that someone typed, as they may be shown: whatever belongs to AUTH is hidden, however it is written, and what it
 * holds is masked where the server sends it back.
 */
import type { Reply } from '../../../protocol/values/session/reply.ts';
import type { SecretScrubber } from '../connection/scrub.ts';
import type { SentLine } from '../connection/outgoing.ts';
import { decodeBase64 } from '../../sasl/base64.ts';
import { decodeText } from '../../wire/text.ts';

/** AUTH in whatever way it is written. */
const authLike = /^\s*AUTH(?:[^A-Za-z]|PLAIN|LOGIN|$)/i;
const commandVerbs: ReadonlySet<string> = new Set(
  'EHLO HELO LHLO MAIL RCPT DATA BDAT RSET NOOP QUIT VRFY EXPN HELP STARTTLS ETRN ATRN TURN XCLIENT XFORWARD'.split(
    ' ',
  ),
);

export interface TypedLine {
  /** Upper case. */
  readonly verb: string;
  /** It is the SASL response to a 334. */
  readonly responding: boolean;
  readonly sent: SentLine;
}

/** Of one connection. */
export class TypedLines {
  readonly #secrets: SecretScrubber;
  /** Mechanism of the AUTH exchange under way. */
  #mechanism: string | null = null;
  #responses = 0;
  #authRefused = false;

  constructor(secrets: SecretScrubber) {
    this.#secrets = secrets;
  }

  /** To be followed by `answered` once its reply has come. `lastCode` is that of the reply before. */
  read(line: string, lastCode: number | null): TypedLine {
    const verb = (line.trim().split(/\s+/)[0] ?? '').toUpperCase();
    const responding = this.#mechanism !== null && lastCode === 334;
    return { verb, responding, sent: responding ? this.#response(line) : this.#typed(line, verb) };
  }

  /** The mechanism of the AUTH exchange that this reply ended with success; null where it ended none. */
  answered(line: string, reply: Reply): string | null {
    const mechanism = reply.code === 235 ? this.#mechanism : null;
    if (reply.code !== 334) this.#mechanism = null;
    if (authLike.test(line) && (reply.code === null || reply.code >= 400)) this.#authRefused = true;
    return mechanism === '' ? null : mechanism;
  }

  #typed(line: string, verb: string): SentLine {
    // What follows a refused AUTH in a script is the responses meant for it, now sent as commands.
    if (!authLike.test(line))
      return this.#authRefused && !commandVerbs.has(verb) ? this.#hidden('', line, line.trim()) : { text: line };
    // "AUTH=PLAIN ..." and "AUTHPLAIN ..." are no commands, yet hold what was meant to be one.
    if (verb !== 'AUTH') return this.#hidden('AUTH', line, line.trim().split(/\s+/).at(-1) ?? '');
    const [, shown = line, mechanism = '', rest = ''] = /^(\s*\S+\s+(\S+))(?:\s+(.*))?$/.exec(line) ?? [];
    this.#mechanism = mechanism.toUpperCase();
    this.#responses = 0;
    return rest === '' ? { text: line } : this.#hidden(shown, line, rest);
  }

  #response(line: string): SentLine {
    return line === '*' ? { text: line } : this.#hidden('', line, line);
  }

  /** Every response is hidden; the server may send back what it holds. */
  #hidden(shown: string, line: string, response: string): SentLine {
    this.#responses += 1;
    this.#secrets.addEncoded(response);
    const octets = decodeBase64(response);
    const password = octets === null ? null : this.#passwordIn(decodeText(octets).text);
    if (password !== null) this.#secrets.addSecret(password);
    return { text: shown, secret: { text: line, what: 'sasl-response' } };
  }

  #passwordIn(text: string): string | null {
    if (this.#mechanism === 'PLAIN') return text.split('\0')[2] ?? null;
    return this.#mechanism === 'LOGIN' && this.#responses > 1 ? text : null;
  }
}
