/** Which part of a received line may be shown. AUTH lines and everything that could be a response to one stay hidden. */
import type { ParsedCommand } from '../../wire/command.ts';
import type { WireLine } from '../../wire/line-reader.ts';
import { findMechanism } from '../../sasl/registry.ts';
import { isKnownCommand } from './commands.ts';
import type { ShownLine } from '../../recording/recorder.ts';

export function shownCommand(line: WireLine, command: ParsedCommand, afterRefusedAuth: boolean): ShownLine {
  const anomalies = line.anomalies.length === 0 ? command.anomalies : [...line.anomalies, ...command.anomalies];
  // AUTH written in whatever way, "AUTH=PLAIN ..." and "AUTHPLAIN" too: what follows it may be a secret.
  const auth = /^AUTH(?:[^A-Za-z]|PLAIN|LOGIN|$)/i.test(command.text);
  if (auth) {
    const [mechanism = '', initial, ...more] = command.args === '' ? [] : command.args.split(/[ \t]+/);
    const wellFormed = command.verb === 'AUTH' && /^[A-Za-z0-9_-]{1,20}$/.test(mechanism);
    if (wellFormed && initial === undefined) return { text: `AUTH ${mechanism}`, raw: null, anomalies, hidden: null };
    if (command.verb === 'AUTH' && mechanism === '') return { text: 'AUTH', raw: null, anomalies, hidden: null };
    const what = (more.length === 0 ? findMechanism(mechanism)?.initialHidden : null) ?? 'sasl-response';
    return {
      text: wellFormed ? `AUTH ${mechanism}` : 'AUTH',
      raw: null,
      anomalies,
      hidden: { what, octets: line.raw.length },
    };
  }
  if (afterRefusedAuth && !isKnownCommand(command.verb)) {
    return { text: '', raw: null, anomalies, hidden: { what: 'sasl-response', octets: line.raw.length } };
  }
  // Without anomalies the octets are ASCII and CRLF, and the text says it all.
  return { text: command.text, raw: anomalies.length === 0 ? null : line.raw, anomalies, hidden: null };
}

/** A line too long to be looked at: it may hold anything, an AUTH response too. */
export function placeholderLine(octets: number): ShownLine {
  return { text: '', raw: null, anomalies: ['long-line'], hidden: { what: 'secret', octets } };
}
