/** Keeps every message in the mailbox. */
import type { Mailbox } from '../../ports.ts';
import type { MessageHandler } from './types.ts';

export function inboxHandler(mailbox: Mailbox): MessageHandler {
  return {
    name: 'inbox',
    handle: async (message, spooled) => ({ reply: null, message: await mailbox.add(message, spooled) }),
  };
}
