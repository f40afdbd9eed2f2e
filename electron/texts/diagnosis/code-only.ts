/**
 * What is said where a reply names no reason that is known here: that it does not, and where the reason stands. No remedy and nobody to blame
 * are made up from a code: it has neither.
 */
import { visible } from '../visible.ts';

/** `words`: the reply has more than its codes. */
export const noReason = (words: boolean): string =>
  words ? 'Its words give no reason that is known here.' : 'It gave no reason.';

/** What it may be is named beside it. */
export const reasonNotCertain = 'Its words leave open what is meant.';

/** `provider`: by name, where the server is one's. */
export const whereReasonStands = (provider: string | null): string =>
  provider === null
    ? 'The server’s log of this moment has the reason: its postmaster can look it up by the time, the addresses and the whole reply.'
    : `${visible(provider)} has the reason in its log: its postmaster or support can look it up by the time, the addresses and the whole reply.`;

/** Where the session already has what the code asks for. */
export const hadAlready = 'In this session that was there already, so it is not the reason.';
