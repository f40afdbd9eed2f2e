/**
 * Messages to recipients that a rule chooses go to one handler, the rest to another: the role that MailmanProxy had in smtpd. A
 * message for both goes to both, each with its own recipients.
 */
import type { NewMessage, SpooledMessage } from '../../ports.ts';
import type { HandlerReply, HandlerResult, MessageHandler } from './types.ts';
import { makeReply } from '../commands/replies.ts';

export function routeHandler(
  chooses: (address: string) => boolean,
  chosen: MessageHandler,
  others: MessageHandler,
): MessageHandler {
  const text = chosen.wants === 'text' || others.wants === 'text';
  return {
    name: 'route',
    wants: text ? 'text' : 'bytes',
    relays: chosen.relays === true || others.relays === true,
    handle: async (message, spooled) => {
      const sides = message.rcptTo.map(({ address }) => chooses(address));
      if (!sides.includes(false)) return chosen.handle(message, spooled);
      if (!sides.includes(true)) return others.handle(message, spooled);
      const first = await chosen.handle(only(message, sides, true), shared(spooled));
      const second = await others.handle(only(message, sides, false), spooled);
      return together(sides, first, second);
    },
  };
}

function only(message: NewMessage, sides: readonly boolean[], side: boolean): NewMessage {
  return { ...message, rcptTo: message.rcptTo.filter((_, i) => sides[i] === side) };
}

/** The first handler must leave the octets to the second; it gets them as if they were in memory alone. */
function shared(spooled: SpooledMessage): SpooledMessage {
  return {
    // It may be a class with getters, which a spread alone would lose.
    ...spooled,
    path: '',
    head: spooled.head,
    size: spooled.size,
    sha256: spooled.sha256,
    stream: () => spooled.stream(),
    discard: async () => undefined,
  };
}

const accepted = makeReply(250, '2.0.0', 'Message accepted');

/** LMTP: each recipient by its own handler. SMTP: one refusal refuses all, the harder one first. */
function together(sides: readonly boolean[], first: HandlerResult, second: HandlerResult): HandlerResult {
  let [fromFirst, fromSecond] = [0, 0];
  const perRecipient = sides.map((side): HandlerReply | null => {
    const result = side ? first : second;
    const at = side ? fromFirst++ : fromSecond++;
    return result.perRecipient?.[at] ?? result.reply ?? accepted;
  });
  const worst = [first.reply, second.reply].reduce((most, reply) =>
    (reply?.code ?? 0) > (most?.code ?? 0) ? reply : most,
  );
  return { reply: worst, perRecipient, message: first.message ?? second.message };
}
