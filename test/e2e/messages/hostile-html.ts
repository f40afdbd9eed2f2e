/**
 * Ways in which HTML tries to reach the network or to run something, each written out here. `authority`: the server that a way
 * of this name would lead to.
 */
export const leaks = (authority: (name: string) => string): string => {
  const url = (name: string): string => `http://${authority(name)}/${name}`;
  return `<!doctype html><html manifest="${url('manifest')}"><head>
<base href="${url('base/')}">
<meta http-equiv="refresh" content="0; url=${url('refresh')}">
<meta http-equiv="Content-Security-Policy" content="default-src *; report-uri ${url('csp')}">
<meta http-equiv="x-dns-prefetch-control" content="on">
<link rel="stylesheet" href="${url('style.css')}"><link rel="preload" as="image" href="${url('preload')}">
<link rel="prefetch" href="${url('prefetch')}"><link rel="preconnect" href="http://${authority('preconnect')}">
<link rel="preconnect" crossorigin href="//${authority('preconnect-cors')}"><link rel="dns-prefetch" href="//${authority('dns')}">
<link rel="dns-prefetch" href="http://${authority('dns-http')}"><link rel="dns-prefetch" href="mail://${authority('dns-mail')}">
<link rel="dns-prefetch" href="app://${authority('dns-app')}"><link rel="dns-prefetch preconnect" href="wss://${authority('dns-wss')}">
<link rel="preload" as="image" imagesrcset="${url('imagesrcset')} 1x"><link rel="shortcut icon" href="${url('favicon.ico')}">
<script type="speculationrules">{"prefetch":[{"urls":["${url('speculation')}"]}],"prerender":[{"urls":["${url('speculation2')}"]}]}</script>
<?xml-stylesheet type="text/css" href="${url('xml-stylesheet')}"?><link rel="prerender" href="${url('prerender')}">
<link rel="icon" href="${url('icon')}"><link rel="manifest" href="${url('app.json')}">
<link rel="modulepreload" href="${url('module.js')}"><link rel="import" href="${url('import')}">
<link rel="alternate stylesheet" title="x" href="${url('alternate.css')}"><link rel="pingback" href="${url('pingback')}">
<script src="${url('script.js')}"></script><script>fetch('${url('fetch')}'); new Image().src='${url('inline')}'</script>
<style>
@import url("${url('import.css')}"); @import "${url('import2.css')}" screen;
@font-face { font-family: leak; src: url("${url('font.woff2')}"); }
body { font-family: leak; background: url("${url('background')}"); cursor: url("${url('cursor')}"), auto; }
li { list-style-image: url("${url('list')}"); } p::before { content: url("${url('content')}"); }
div { border-image: url("${url('border')}") 30; mask-image: url("${url('mask')}"); filter: url("${url('filter')}#f");
  shape-outside: url("${url('shape')}"); background-image: image-set("${url('set')}" 1x); clip-path: url("${url('clip')}#c"); }
@namespace url("${url('namespace')}");
</style></head>
<body background="${url('body')}" onload="fetch('${url('onload')}')">
<img src="${url('img')}"><img srcset="${url('srcset')} 1x"><img src="//${authority('relative')}/relative"><img src="cid:x" onerror="this.src='${url('onerror')}'">
<img lowsrc="${url('lowsrc')}"><img dynsrc="${url('dynsrc')}"><image src="${url('image')}">
<picture><source srcset="${url('source')}"><img src="${url('picture')}"></picture>
<video src="${url('video')}" poster="${url('poster')}" autoplay></video><audio src="${url('audio')}" autoplay></audio>
<video autoplay><source src="${url('video-source')}"><track src="${url('track')}" default kind="captions"></video>
<iframe src="${url('iframe')}"></iframe><iframe srcdoc="<img src='${url('srcdoc')}'>"></iframe>
<frameset><frame src="${url('frame')}"></frameset><object data="${url('object')}"></object><embed src="${url('embed')}">
<object classid="clsid:333c7bc4-460f-11d0-bc04-0080c7055a83"><param name="url" value="${url('param')}"></object>
<applet codebase="${url('applet')}" code="x"></applet><input type="image" src="${url('input')}"><isindex action="${url('isindex')}">
<form id="f" action="${url('form')}" method="post"><input name="a" autofocus onfocus="this.form.submit()"></form>
<table background="${url('table')}"><tr><td background="${url('td')}">x</td></tr></table><li>x</li><p>x</p><div>x</div>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><image href="${url('svg-image')}"/>
<image xlink:href="${url('svg-xlink')}"/><use href="${url('svg-use')}#x"/><feImage href="${url('svg-fe')}"/>
<script href="${url('svg-script')}"/><style>@import url("${url('svg-style')}");</style>
<set attributeName="href" to="${url('svg-set')}"/><animate attributeName="href" values="${url('svg-animate')}"/></svg>
<math href="${url('math')}"><mglyph src="${url('mglyph')}"/></math><bgsound src="${url('bgsound')}">
<a href="${url('link')}" ping="${url('ping')}" id="a">x</a><a autofocus href="javascript:fetch('${url('js')}')">y</a>
<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'><image xlink:href='${url('svg-data')}'/></svg>">
<img src="\\\\${authority('share')}\\share"><img src="file://${authority('file')}/share/x"><img src="ftp://${authority('ftp')}/x"><img src="ws://${authority('ws')}/x">
<portal src="${url('portal')}"></portal><fencedframe src="${url('fenced')}"></fencedframe>
<link rel="stylesheet" href="data:text/css,@import url('${url('data-css')}');">
</body></html>`;
};

/** Each would set the title of its document, or of the one around it, to "ran". */
const run = `document.title='ran';try{top.document.title='ran'}catch(e){}`;
export const scripts: readonly string[] = [
  `<script>${run}</script>`,
  `<img src=x onerror="${run}">`,
  `<svg onload="${run}">`,
  `<svg><script>${run}</script></svg>`,
  `<svg><animate onbegin="${run}" attributeName=x dur=1s></svg>`,
  `<math><mtext></p><table><mglyph><style><img src=x onerror="${run}"></style></mglyph></table></math>`,
  `<noscript><p title="</noscript><img src=x onerror=${JSON.stringify(run)}>"></noscript>`,
  `<template><script>${run}</script></template>`,
  `<body onload="${run}">`,
  `<details open ontoggle="${run}">x</details>`,
  `<input autofocus onfocus="${run}">`,
  `<video><source onerror="${run}"></video>`,
  `<iframe srcdoc="<script>${run}</script>"></iframe>`,
  `<iframe src="javascript:${run}"></iframe>`,
  `<object data="data:text/html,<script>${run}</script>"></object>`,
  `<embed src="data:text/html,<script>${run}</script>">`,
  `<meta http-equiv=refresh content="0;url=javascript:${run}">`,
  `<meta http-equiv=refresh content="0;url=data:text/html,<script>${run}</script>">`,
  `<marquee onstart="${run}">x</marquee>`,
  `<form action="javascript:${run}"><input type=submit autofocus id=s></form>`,
  `<link rel=stylesheet href="javascript:${run}">`,
  `<style>@keyframes x{}</style><p style="animation:x 1s" onanimationstart="${run}">x</p>`,
  `<img src="data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload=&quot;${run}&quot;/>">`,
  `<x onclick="${run}" autofocus tabindex=0 onfocus="${run}">x</x>`,
  `<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><script>${run}</script></html>`,
  `<isindex type=image src=1 onerror="${run}">`,
  `<base href="javascript:/a/-${run}///"><a href="../lol/safari.html" autofocus>x</a>`,
  `+ADw-script+AD4-${run}+ADw-/script+AD4-`,
];
