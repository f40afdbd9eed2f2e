/** What arrived in a real mailbox, found again by the message's id. */
import type { CorpusMessage } from '../corpus.ts';
import { withoutTrace } from '../corpus.ts';
import type { Dovecot, UserName } from '../servers/dovecot.ts';
import { waitFor } from '../servers/mail-system.ts';

type Sought = Pick<CorpusMessage, 'name' | 'id'>;

/** Every copy in the user's mailbox; there may be several when the envelope names the user twice. */
export async function storedCopies(dovecot: Dovecot, user: UserName, message: Sought): Promise<Buffer[]> {
  const all = await dovecot.messages(user);
  return all.filter((stored) => stored.includes(message.id)).map(withoutTrace);
}

/** Postfix hands a message on only after it has answered 250. */
export async function waitForStored(dovecot: Dovecot, user: UserName, message: Sought): Promise<Buffer> {
  return waitFor(`${message.name} in ${user}'s mailbox`, async () => {
    const [first] = await storedCopies(dovecot, user, message);
    return first ?? null;
  });
}
