/**
 * The HTML of a message as a browser's parser reads it (the HTML standard, section 13.2, by parse5), with scripting off as in
 * the view. Within bounds: markup can be made so that the standard's own algorithm takes hours.
 */
import { defaultTreeAdapter, Parser, type DefaultTreeAdapterTypes, type TreeAdapter } from 'parse5';
import { limits } from '../limits.ts';

export type HtmlNode = DefaultTreeAdapterTypes.Node;
type Tree = DefaultTreeAdapterTypes.DefaultTreeAdapterMap;

class TooMuch extends Error {}

/** All nodes in the order in which they stand, the contents of templates among them; null for what is beyond the bounds. */
export function htmlNodes(html: string): HtmlNode[] | null {
  const parser = new Parser<Tree>({ scriptingEnabled: false, treeAdapter: boundedAdapter() });
  const until = performance.now() + limits.mailbox.htmlMs;
  try {
    for (let at = 0; at < html.length || at === 0; at += limits.reading.htmlPiece) {
      if (performance.now() > until) return null;
      parser.tokenizer.write(
        html.slice(at, at + limits.reading.htmlPiece),
        at + limits.reading.htmlPiece >= html.length,
      );
    }
  } catch (error) {
    if (error instanceof TooMuch) return null;
    throw error;
  }
  return inOrder(parser.document);
}

function boundedAdapter(): TreeAdapter<Tree> {
  let depth = 0;
  let elements = 0;
  return {
    ...defaultTreeAdapter,
    createElement(name, namespace, attributes) {
      elements += 1;
      if (elements > limits.mailbox.htmlElements) throw new TooMuch();
      return defaultTreeAdapter.createElement(name, namespace, attributes);
    },
    onItemPush() {
      depth += 1;
      if (depth > limits.mailbox.htmlDepth) throw new TooMuch();
    },
    onItemPop() {
      depth -= 1;
    },
  };
}

function inOrder(root: HtmlNode): HtmlNode[] {
  const nodes: HtmlNode[] = [];
  const open: HtmlNode[] = [root];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    nodes.push(node);
    if ('content' in node) open.push(node.content);
    if ('childNodes' in node) open.push(...node.childNodes.toReversed());
  }
  return nodes;
}
