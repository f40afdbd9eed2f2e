/**
 * Recipients out of text pasted in any form: one a line, commas or semicolons, "Name <address>", mailto: links, columns of a
 * spreadsheet. What is no address is kept and named, never dropped: the engine has the last word on each.
 */
export interface ParsedRecipients {
  readonly addresses: readonly string[];
  /** Pieces without an @ or with spaces inside. */
  readonly doubtful: readonly string[];
}

export function parseRecipients(text: string): ParsedRecipients {
  const addresses: string[] = [];
  const doubtful: string[] = [];
  for (const piece of pieces(text)) {
    const address = addressIn(piece);
    if (address === '') continue;
    addresses.push(address);
    if (!looksRight(address)) doubtful.push(address);
  }
  return { addresses, doubtful };
}

/** Splits at line ends, tabs, commas and semicolons that stand neither in quotation marks nor in angle brackets. */
function pieces(text: string): string[] {
  const out: string[] = [];
  let piece = '';
  let quoted = false;
  let angle = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (quoted && character === '\\') {
      piece += character + text.charAt(at + 1);
      at += 1;
      continue;
    }
    const lineEnd = character === '\n' || character === '\r';
    if (lineEnd) {
      // A quotation mark or bracket left open must not swallow the lines below it.
      quoted = false;
      angle = false;
    } else if (character === '"') quoted = !quoted;
    else if (!quoted && character === '<') angle = true;
    else if (!quoted && character === '>') angle = false;
    if (lineEnd || (!quoted && !angle && (character === ',' || character === ';' || character === '\t'))) {
      out.push(piece);
      piece = '';
    } else piece += character;
  }
  return [...out, piece].flatMap(splitAtSpaces);
}

/** "a@b c@d" are two; "Erika Muster <e@f>" and a quoted local part stay whole. */
function splitAtSpaces(piece: string): string[] {
  const words = piece.trim().split(/\s+/);
  return words.length > 1 && words.every((word) => /^[^\s<>"]+@[^\s<>"]+$/.test(word)) ? words : [piece];
}

function addressIn(piece: string): string {
  const trimmed = piece.trim();
  const inAngles = /<([^<>]*)>[^<>]*$/.exec(trimmed)?.[1];
  return (inAngles ?? trimmed).trim().replace(/^mailto:/i, '');
}

function looksRight(address: string): boolean {
  return /^("(?:[^"\\]|\\.)+"|[^\s@"]+)@[^\s@]+$/.test(address);
}
