/** Which parts of a message are its text, to be shown, and which are attachments, to be listed and saved. Each leaf is one of them. */
import { isMessage, type MimePart } from './structure.ts';

export interface BodyBlock {
  readonly plain: readonly MimePart[];
  readonly html: readonly MimePart[];
}

export interface BodyPlan {
  /** In their order; the forms of one multipart/alternative are one block. */
  readonly blocks: readonly BodyBlock[];
  /** Leaves, and messages within the message as a whole, that are not shown or that have a name to be saved by. */
  readonly attachments: readonly MimePart[];
  /** Multiparts in which no part was found. */
  readonly unparted: readonly MimePart[];
}

export function planBody(root: MimePart): BodyPlan {
  const blocks = blocksOf(root, root.index === 0);
  const shown = new Set(blocks.flatMap(({ plain, html }) => [...plain, ...html]));
  const attachments: MimePart[] = [];
  const unparted: MimePart[] = [];
  const list = (part: MimePart): void => {
    // Of one that is all there is, the text is shown, and the rest, its header for one, is there to be saved.
    if (isMessage(part)) attachments.push(part);
    if (isMessage(part) && part.index > 0) return;
    if (part.children.length > 0) return part.children.forEach(list);
    if (isMultipart(part)) unparted.push(part);
    if ((!shown.has(part) || part.filename !== null) && attachments.at(-1) !== part) attachments.push(part);
  };
  list(root);
  return { blocks, attachments, unparted };
}

const isMultipart = (part: MimePart): boolean => part.mimeType.startsWith('multipart/');

/** `standsAlone`: a name does not make it an attachment, there being nothing else to read in its place. */
function blocksOf(part: MimePart, standsAlone: boolean): BodyBlock[] {
  if (isMessage(part) && part.index > 0) return [];
  if (part.children.length === 0) return leaf(part, standsAlone);
  const isAlternative = part.mimeType === 'multipart/alternative';
  const children = part.children.map((child) => blocksOf(child, isAlternative));
  if (!isAlternative) return children.flat();
  // The last form is the best (RFC 2046 section 5.1.4); others of its kind are listed.
  const html = children.findLast((each) => each.some((block) => block.html.length > 0)) ?? [];
  const plain =
    children.findLast((each) => each !== html && each.some((block) => block.plain.length > 0)) ??
    (html.some((block) => block.plain.length > 0) ? html : []);
  const block = { plain: plain.flatMap((each) => each.plain), html: html.flatMap((each) => each.html) };
  return block.plain.length + block.html.length === 0 ? [] : [block];
}

function leaf(part: MimePart, standsAlone: boolean): BodyBlock[] {
  if (part.disposition === 'attachment' || (part.filename !== null && !standsAlone)) return [];
  if (part.mimeType === 'text/html') return [{ plain: [], html: [part] }];
  // A multipart that has none: all that can be shown of it is what stands there.
  const isText = part.mimeType === 'text/plain' || (isMultipart(part) && part.index === 0);
  return isText ? [{ plain: [part], html: [] }] : [];
}
