/**
 * A report as real Markdown renderers show it: whatever a server says, there is no link, picture or HTML in it, and the words are
 * whole. Each renderer finds links of its own: markdown-it by linkify-it's list of domains, marked in the source, remark's GFM in the
 * text that entities and escapes were decoded to, as GitHub does.
 */
import MarkdownIt from 'markdown-it';
import { marked } from 'marked';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { reportMarkdown } from '../../../electron/core/report/markdown.ts';
import { hostileReport } from './sample.ts';
import { rounds } from '../../harness/seeds.ts';

const linkify = new MarkdownIt({ html: true, linkify: true });
linkify.linkify.set({ fuzzyLink: true, fuzzyEmail: true, fuzzyIP: true });

interface Node {
  readonly type: string;
  readonly children?: readonly Node[];
}
const typesIn = (node: Node): string[] => [node.type, ...(node.children ?? []).flatMap(typesIn)];

const unwanted = /<(?:a|img|script|iframe|svg|b|i)\b/i;

function expectInert(markdown: string): void {
  expect(linkify.render(markdown)).not.toMatch(unwanted);
  expect(marked.parse(markdown, { async: false, gfm: true })).not.toMatch(unwanted);
  const types = typesIn(fromMarkdown(markdown, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] }));
  for (const type of ['link', 'linkReference', 'image', 'imageReference', 'html', 'definition', 'footnoteReference'])
    expect(types).not.toContain(type);
}

const attacks = [
  'http://evil.example/x',
  'HTTPS://evil.example',
  'ftp://evil.example/file',
  'ssh://evil.example',
  '//evil.example/x',
  'www.evil.example',
  'WWW.evil.example',
  'wWw.evil.example.',
  'evil.com',
  'evil.com/path?x=1',
  'пример.рф',
  'evil。com',
  'user@evil.com',
  'mailto:user@evil.com',
  'xmpp:user@evil.com',
  '<http://evil.example>',
  '<user@evil.com>',
  '[click](http://evil.example)',
  '[click]( //evil.com )',
  '![x](http://evil.example/x.png)',
  '[x]: http://evil.example',
  '[^1]',
  '<img src=http://evil.example/x>',
  '<a href="//evil.com">x</a>',
  '`http://evil.example`',
  '``http://evil.example',
  '`` x http://evil.example ```',
  '|http://evil.example|user@evil.com|',
  'http://evil.example|x',
  '\\http://evil.example',
  'http:\\/\\/evil.example',
  '&#104;ttp://evil.example',
  'http:&#47;/evil.example',
  'javascript:alert(1)',
  'data:text/html,x',
  'a_b@evil.com_c',
  '*user@evil.com*',
  '**www.evil.com**',
  '~~www.evil.com~~',
  '(www.evil.com)',
  '"http://evil.example"',
  "'//evil.com'",
  'http://[2001:db8::1]/x',
  'http://192.0.2.1/x',
  '////evil.com',
  'x////',
  '@',
  'a@b',
  '..',
  '5.7.1 see https://support.example/kb?id=1.',
  '#1 GH-1 @user',
  '\u200bhttp://evil.example',
];

describe('no link in any renderer', () => {
  test.each(attacks)('%s', (attack) => {
    expectInert(reportMarkdown(hostileReport(attack)));
    expectInert(reportMarkdown(hostileReport(`before ${attack}, after`)));
  });

  test('of pieces put together by chance', () => {
    const piece = fc.constantFrom(
      ...attacks,
      ' ',
      '`',
      '|',
      '\\',
      '[',
      '](',
      ')',
      '<',
      '>',
      '/',
      '.',
      ':',
      '*',
      '_',
      '!',
    );
    fc.assert(
      fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), (pieces) => {
        expectInert(reportMarkdown(hostileReport(pieces.join(''))));
      }),
      { numRuns: rounds(60) },
    );
  });

  test('the words are whole', () => {
    const words = 'see https://support.example/kb?id=1, or mail ann_b@example.org (www.example.org).';
    const html = linkify.render(reportMarkdown(hostileReport(words)));
    const text = html.replace(/<[^>]*>/g, '').replaceAll('&amp;', '&');
    expect(text).toContain(words);
  });

  test('a megabyte of what could be a link takes no longer than any other', () => {
    const long = `${'a.'.repeat(500_000)}!`;
    expect(reportMarkdown(hostileReport(long)).length).toBeGreaterThan(1_000_000);
  });
});
