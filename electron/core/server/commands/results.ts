/** The results of commands that are events of their own: capabilities, sender, recipient. */
import type { Ehlo, Reply } from '../../../protocol/values/session/reply.ts';
import { parseEhlo } from '../../wire/ehlo.ts';
import type { ParsedCommand } from '../../wire/command.ts';
import { encodeReply } from './replies.ts';
import type { HandlerReply } from '../handlers/types.ts';
import type { SessionJournal } from '../session/journal.ts';
import type { SessionState } from '../session/state.ts';

/** After the reply, with the state as the command left it. */
export function recordResult(
  journal: SessionJournal,
  state: SessionState,
  command: ParsedCommand,
  answer: HandlerReply,
): void {
  const ok = answer.code < 400;
  const { transaction, helo } = state;
  const { reply } = encodeReply(answer);
  switch (command.verb) {
    case 'EHLO':
    case 'HELO':
    case 'LHLO': {
      if (!ok || helo === null) return;
      journal.update({ helo: helo.name });
      const stage = state.user !== null ? 'auth' : state.encrypted ? 'tls' : 'plain';
      journal.fact({ type: 'capabilities', stage, ehlo: ehloOf(helo.verb, reply) });
      return;
    }
    case 'MAIL':
      if (ok && transaction !== null) journal.sender(transaction.mailFrom, reply);
      return;
    case 'RCPT': {
      if (transaction === null) return;
      const accepted = ok ? transaction.recipients.at(-1) : undefined;
      const index = transaction.recipients.length + transaction.refusedRecipients - 1;
      const address = accepted?.address ?? givenPath(command.args);
      const delivery = ok ? 'unknown' : 'no';
      journal.recipient({ index, address, accepted: ok, reply, final: null, delivery });
      return;
    }
    default:
  }
}

const ehlos = new WeakMap<Reply, Ehlo>();

/** Read once per reply, of which sessions share a few. */
function ehloOf(verb: Ehlo['verb'], reply: Reply): Ehlo {
  const known = ehlos.get(reply);
  if (known?.verb === verb) return known;
  const ehlo = parseEhlo(verb, reply);
  ehlos.set(reply, ehlo);
  return ehlo;
}

/** Of MAIL and RCPT, good or bad: what stood there, without the brackets. */
export function givenPath(args: string): string {
  const path = args.slice(0, 512).replace(/^(?:TO|FROM):\s*<?/i, '');
  return path.split('>', 1)[0] ?? '';
}
