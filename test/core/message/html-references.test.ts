/** SEC-51: what a message's HTML refers to elsewhere is listed, wherever it stands and however it is written. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cssTexts } from '../../../electron/core/message/html/css-texts.ts';
import { remoteContent } from '../../../electron/core/message/html/references.ts';
import { limits } from '../../../electron/core/message/limits.ts';
import { remoteByHost } from '../../../renderer/features/inbox/html/remote.ts';

const HOST = 'tracker.example';
/** The hosts that the window counts for it. */
const hosts = (html: string): string[] => remoteByHost(remoteContent(html)).map(({ host }) => host);

describe('an address is found', () => {
  test.each([
    ['in a hint for the resolver', `<link rel="dns-prefetch" href="//${HOST}">`],
    ['in one of another scheme', `<link rel="dns-prefetch" href="mail://${HOST}/">`],
    ['in one of a scheme that nobody knows', `<link rel="preconnect" href="x-y+z://${HOST}">`],
    ['in a list of images', `<img srcset="a.png 1x, https://${HOST}/b.png 2x">`],
    ['in a list of preloaded images', `<link rel=preload as=image imagesrcset="//${HOST}/a 1x">`],
    ['in a refresh', `<meta http-equiv=refresh content="0;url=//${HOST}/">`],
    ['in a refresh without slashes', `<meta http-equiv=refresh content="0; url=http:${HOST}/">`],
    ['as the base', `<base href="https://${HOST}/">`],
    ['in a ping', `<a href="https://other.example/" ping="https://${HOST}/p">x</a>`],
    ['after a quoted end of the tag', `<img alt=">" src="//${HOST}/x">`],
    ['after what only looks like a comment', `<style><!--</style><img src="//${HOST}/x">`],
    ['in a style sheet within SVG', `<svg><style>@import&quot;//${HOST}/x&quot;;</style></svg>`],
    ['in markup within SVG', `<svg><style><img src="//${HOST}/x"></style></svg>`],
    ['where scripts are off', `<noscript><img src="//${HOST}/x"></noscript>`],
    ['in a template', `<template><img src="//${HOST}/x"></template>`],
    ['in a document within', `<iframe srcdoc="<img src='//${HOST}/x'>"></iframe>`],
    ['in one that is escaped twice', `<iframe srcdoc="&lt;img src='&amp;#47;/${HOST}/x'>"></iframe>`],
    ['in an SVG image', `<svg><image xlink:href="//${HOST}/x"/></svg>`],
    ['in an attribute that paints', `<svg><rect fill="url(//${HOST}/x#a)"/></svg>`],
    ['in an animation', `<svg><animate attributeName=href values="a;//${HOST}/x"/></svg>`],
    ['in an attribute nobody knows', `<x-y z="https://${HOST}/">`],
    ['in rules of speculation', `<script type=speculationrules>{"prefetch":[{"urls":["https://${HOST}/"]}]}</script>`],
    ['in a manifest', `<html manifest="//${HOST}/x">`],
    ['on the body', `<body background=//${HOST}/x>`],
    ['on a second body', `<body><body background=//${HOST}/x>`],
    ['in a script', `<script>fetch('//${HOST}/')</script>`],
    ['in an image of its own', `<img src="data:image/svg+xml,<svg><image href='http://${HOST}/'/></svg>">`],
    ['in base64', `<link rel=stylesheet href="data:text/css;base64,${btoa(`@import "//${HOST}/"`)}">`],
    ['in an instruction of XML', `<?xml-stylesheet type="text/css" href="//${HOST}/x"?>`],
    ['in what Outlook alone reads', `<!--[if gte mso 9]><v:fill src="https://${HOST}/x"/><![endif]-->`],
    ['in a nested address', `<img src="blob:https://${HOST}/x">`],
  ])('%s', (_, html) => {
    expect(hosts(html)).toContain(HOST);
  });

  test.each([
    ['a backslash', String.raw`<img src="\\${HOST}\x">`],
    ['one slash', `<img src="http:/${HOST}/x">`],
    ['no slash', `<img src="http:${HOST}/x">`],
    ['many slashes', `<img src="https:////${HOST}/x">`],
    ['a tab', `<img src="ht&Tab;tp:/&#9;/${HOST}/x">`],
    ['a line end', `<img src="/\n/${HOST}/x">`],
    ['blanks around', `<img src="  //${HOST}/x ">`],
    ['references', `<img src="&#x68;ttp&colon;&sol;&sol;${HOST}/x">`],
    ['capitals', `<IMG SRC="HTTP://${HOST}/x">`],
    ['a user', `<img src="http://other.example@${HOST}/x">`],
  ])('written with %s', (_, html) => {
    expect(hosts(html)).toEqual([HOST]);
  });

  const styles: readonly (readonly [string, string])[] = [
    ['url', `a{background:url(//${HOST}/x)}`],
    ['a quoted url', `a{background:url( "//${HOST}/x" )}`],
    ['an escaped url', String.raw`a{background:u\72l(//${HOST}/x)}`],
    ['escaped letters', String.raw`a{background:url(h\74tp:\/\/${HOST}/x)}`],
    ['an escape that is none', String.raw`a{background:url("ht\tp://other.example/") url("\68\t\tp://${HOST}/")}`],
    ['a line that goes on', `a{background:url("http:\\\n//${HOST}/x")}`],
    ['import', `@import "//${HOST}/x";`],
    ['an image set', `a{background:image-set("//${HOST}/x" 1x)}`],
    ['a font', `@font-face{font-family:a;src:local(x),url(//${HOST}/x)}`],
    ['a string that looks like a comment', `a{content:"/*";background:url(//${HOST}/x);content:"*/"}`],
    ['a comment before', `@import/**/"//${HOST}/x";`],
    ['a variable', `a{--b:url(//${HOST}/x)}`],
  ];
  test.each(styles)('in CSS by %s', (_, css) => {
    expect(hosts(`<style>${css}</style>`)).toContain(HOST);
    expect(hosts(`<p style="${css.replaceAll('"', '&quot;')}">`)).toContain(HOST);
  });
});

test.each([
  ['a link', `<a href="https://${HOST}/">https://${HOST}/</a><map><area href=//${HOST}></map>`],
  ['text', `see https://${HOST}/ <b>//${HOST}</b><textarea><img src=//${HOST}></textarea><title>//${HOST}</title>`],
  ['a comment', `<!-- <img src="//${HOST}/x"> -->`],
  ['a link for Outlook', `<!--[if mso]><a href="https://${HOST}/">x</a><![endif]-->`],
  ['a name of a vocabulary', `<svg xmlns="http://${HOST}/svg" xmlns:x="http://${HOST}/x"></svg>`],
  ['words about an image', `<img alt="https://${HOST}/" title="//${HOST}/" src="cid:a">`],
  ['a relative address', '<img src="a//b/c.png"><img src="/x"><img src="#y"><a ping="?z">q</a>'],
  ['what has no host', '<img src="cid:a@b"><img src="data:image/png;base64,AAAA"><a href="mailto:a@b.example">x</a>'],
  ['a comment in a style sheet', `<style>/* url(//${HOST}/x) "//${HOST}" */</style>`],
  ['a time', '<p data-at="12:30" style="color:red">'],
])('%s is no remote content', (_, html) => {
  expect(remoteContent(html)).toEqual([]);
});

describe('what is made to exhaust is read as text', () => {
  test.each([
    ['elements within elements', '<div>'.repeat(100_000)],
    ['formats that are opened again and again', `${'<b><i><u><a>'.repeat(100)}${'<p>x'.repeat(50_000)}`],
    ['a tag of a hundred thousand attributes', `<p ${Array.from({ length: 100_000 }, (_, at) => `a${at}`).join(' ')}>`],
    ['more elements than any message has', '<br>'.repeat(300_000)],
    ['documents within documents', '<iframe srcdoc="'.repeat(1_000)],
  ])('%s', (_, bomb) => {
    const begun = performance.now();
    expect(remoteContent(`${bomb}<img src="//${HOST}/x">`).join()).toContain(HOST);
    // Minutes without a bound.
    expect(performance.now() - begun).toBeLessThan(15_000);
  });
});

test('no more are listed than the limit, none twice, and each is cut', () => {
  const many = Array.from(
    { length: 2 * limits.mailbox.remoteUrls },
    (_, at) => `<img src="//h${at}/${'x'.repeat(5_000)}">`,
  );
  const listed = remoteContent(many.join('') + many.join(''));
  expect(listed).toHaveLength(limits.mailbox.remoteUrls);
  expect(Math.max(...listed.map((each) => each.length))).toBe(limits.mailbox.urlLength);
});

test('a host in a string of CSS is found whatever stands around it', () => {
  const noise = fc.string({
    unit: fc.constantFrom('/', '*', '\\', '\n', '(', ')', 'u', 'r', 'l', 'a', ' ', ';', '{', '}'),
  });
  fc.assert(
    fc.property(noise, (before) => {
      // Comments closed, an escape at the end spent.
      const texts = cssTexts(`${before} */ )\n"//${HOST}/"`);
      expect(texts).toContain(`//${HOST}/`);
    }),
  );
});
