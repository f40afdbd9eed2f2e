/** Roughly what an event holds in memory, in octets: its strings, its octets, and the objects that they hang on. */
import type { Reply } from '../../protocol/values/session/reply.ts';
import type { SessionEvent } from '../../protocol/values/session/event.ts';

/** Of an object with a handful of members and its place in an array. */
const OBJECT = 250;

/** Its octets, and its lines as text. */
const ofReply = ({ raw }: Reply): number => OBJECT + 3 * raw.length;

export function eventWeight(event: SessionEvent): number {
  switch (event.type) {
    case 'line':
      return OBJECT + event.text.length + (event.raw === null ? 0 : OBJECT + event.raw.length);
    case 'reply':
      return OBJECT + (event.command?.length ?? 0) + ofReply(event.reply);
    case 'rejected':
      return OBJECT + event.command.length + ofReply(event.reply);
    case 'sender':
      return OBJECT + event.address.length + ofReply(event.reply);
    case 'recipient': {
      const { address, reply, final } = event.result;
      return (
        2 * OBJECT + address.length + (reply === null ? 0 : ofReply(reply)) + (final === null ? 0 : ofReply(final))
      );
    }
    case 'auth':
      return 2 * OBJECT + (event.user?.length ?? 0) + (event.tried.reply === null ? 0 : ofReply(event.tried.reply));
    case 'capabilities':
      return OBJECT + event.ehlo.lines.reduce((sum, line) => sum + OBJECT + 3 * line.length, 0);
    case 'anomaly':
      return OBJECT + event.detail.length;
    case 'note':
      return OBJECT + Object.values(event.params).reduce<number>((sum, value) => sum + String(value).length, 0);
    case 'session-end':
      return OBJECT + (event.error === null ? 0 : JSON.stringify(event.error).length);
    default:
      return OBJECT;
  }
}
