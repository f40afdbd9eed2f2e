/**
 * Magic recipients: an address at error.test names the fault it wants, so that a program under test brings its own. The domain is
 * reserved (RFC 6761) and nobody's. What each means is in docs/server.md.
 */
import type { Step } from '../../../protocol/values/server/script.ts';

export const MAGIC_DOMAIN = 'error.test';

export interface Magic {
  /** RCPT: at once. END: after the data. */
  readonly at: 'RCPT' | 'END';
  readonly steps: readonly Step[];
}

/** Null for any other address, and for words at that domain which mean nothing: those are recipients like any other. */
export function magicOf(address: string): Magic | null {
  const at = address.lastIndexOf('@');
  if (at === -1 || address.slice(at + 1).toLowerCase() !== MAGIC_DOMAIN) return null;
  const word = address.slice(0, at).toLowerCase();
  const reply = /^(data-)?([45]\d\d)(?:-([45]\.\d{1,3}\.\d{1,3}))?$/.exec(word);
  if (reply?.[2] !== undefined) {
    const code = Number(reply[2]);
    if (code > 559) return null;
    const enhancedCode = reply[3] ?? `${reply[2].charAt(0)}.0.0`;
    return {
      at: reply[1] === undefined ? 'RCPT' : 'END',
      steps: [{ do: 'reply', code, enhancedCode, lines: ['As the address asks'] }],
    };
  }
  const delay = /^(data-)?delay-(\d{1,2})$/.exec(word);
  if (delay?.[2] !== undefined) {
    return { at: delay[1] === undefined ? 'RCPT' : 'END', steps: [{ do: 'delay', ms: Number(delay[2]) * 1000 }] };
  }
  switch (word) {
    case 'greylist':
      return { at: 'RCPT', steps: [{ do: 'greylist', seconds: 0 }] };
    case 'close':
    case 'reset':
    case 'stall':
      return { at: 'RCPT', steps: [{ do: word }] };
    case 'data-close':
      return { at: 'END', steps: [{ do: 'close' }] };
    case 'data-reset':
      return { at: 'END', steps: [{ do: 'reset' }] };
    case 'data-stall':
      return { at: 'END', steps: [{ do: 'stall' }] };
    default:
      return null;
  }
}
