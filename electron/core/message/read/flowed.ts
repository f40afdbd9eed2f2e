/**
 * `format=flowed` (RFC 3676) put together again: lines that end in a blank go on in the next one of the same quote depth. Quotes
 * keep their marks at the beginning of each paragraph; stuffed blanks go.
 */

/** `delSp`: the blank at which a line was broken is none of the text. */
export function unflowed(text: string, delSp: boolean): string {
  const out: string[] = [];
  /** Of the paragraph that is open, without marks. */
  let open: string[] = [];
  let openDepth = 0;
  const close = (): void => {
    if (open.length > 0) out.push(quoted(openDepth, open.join('')));
    open = [];
  };
  for (const line of text.split(/\r\n|\n/)) {
    let depth = 0;
    while (line.charAt(depth) === '>') depth += 1;
    const stuffed = line.charAt(depth) === ' ';
    const content = line.slice(depth + (stuffed ? 1 : 0));
    // Section 4.3: neither flows, nor is flowed into. Nor is an empty line: programs leave blanks at the ends of paragraphs.
    const standsAlone = content === '-- ' || content === '';
    if (open.length > 0 && (depth !== openDepth || standsAlone)) close();
    if (content.endsWith(' ') && !standsAlone) {
      openDepth = depth;
      open.push(delSp ? content.slice(0, -1) : content);
      continue;
    }
    if (open.length > 0) {
      open.push(content);
      close();
    } else out.push(quoted(depth, content));
  }
  close();
  return out.join('\n');
}

function quoted(depth: number, content: string): string {
  if (depth === 0) return content;
  return content === '' ? '>'.repeat(depth) : `${'>'.repeat(depth)} ${content}`;
}
