/** The parts of a message as rows, each below the one that holds it. */
import { octets } from '../../../../electron/texts/units.ts';
import { visible } from '../../../../electron/texts/visible.ts';
import type { MimeNode } from '../../../../electron/protocol/values/server/mailbox.ts';

export interface PartRow {
  readonly node: MimeNode;
  readonly depth: number;
}

export function partRows(node: MimeNode, depth = 0): PartRow[] {
  return [{ node, depth }, ...node.children.flatMap((child) => partRows(child, depth + 1))];
}

/** "utf-8, quoted-printable, 71 octets" */
export function partFacts(node: MimeNode): string {
  const named = [node.disposition, node.charset, node.encoding].filter((each) => each !== null).map(visible);
  return [...named, octets(node.size)].join(', ');
}
