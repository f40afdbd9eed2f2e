/** A report, or two compared, as one HTML file: no script, nothing from elsewhere, every text escaped. */
import type { Report } from '../../protocol/values/session/report.ts';
import { outlineOf } from './outline/outline.ts';
import { outlineOfComparison } from './outline/comparison.ts';
import type { Cell, Outline, Row, Section } from './outline/types.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');

const style = `
:root { color-scheme: light dark; --good: light-dark(#0b6b2b, #6fd08c); --bad: light-dark(#b3151b, #ff8a8a);
  --warn: light-dark(#7a5200, #f0c060); --muted: light-dark(#5a5f66, #a2a8b0); --line: light-dark(#d8dbe0, #3a3f46); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.3rem; } h2 { font-size: 1.05rem; margin-top: 2rem; border-bottom: 1px solid var(--line); } h3 { font-size: .95rem; margin-top: 1.5rem; }
table { border-collapse: collapse; } td, th { text-align: left; vertical-align: top; padding: .15rem 1rem .15rem 0; }
pre { font-family: ui-monospace, monospace; font-size: .87rem; } pre { white-space: pre-wrap; overflow-wrap: anywhere; }
.good { color: var(--good); } .bad { color: var(--bad); } .warn { color: var(--warn); } .muted { color: var(--muted); } .strong { font-weight: 600; }
.bar { display: inline-block; width: 14rem; height: .6rem; background: var(--line); position: relative; }
.bar i { position: absolute; top: 0; bottom: 0; min-width: 2px; background: currentColor; }`;

export function reportHtml(report: Report): string {
  return page(outlineOf(report), `, took ${report.durationMs.toFixed(0)} ms`);
}

/** What differs, and below it both reports whole. */
export function comparisonHtml(a: Report, b: Report): string {
  const sides = [sideOf('A', a), sideOf('B', b)];
  return page(outlineOfComparison(a, b), '', sides.join('\n'));
}

function page(outline: Outline, took: string, more = ''): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="format-detection" content="telephone=no, date=no, address=no, email=no, url=no">
<meta name="viewport" content="width=device-width">
<title>${escaped(outline.title)}</title>
<style>${style}
</style>
</head>
<body>
<h1 class="${outline.ok ? 'good' : 'bad'}">${outline.ok ? '✔' : '✘'} ${escaped(outline.verdict)}</h1>
<p class="muted">${escaped(outline.title)}, started ${escaped(outline.startedAt)}${took}</p>
${contents(outline, 2)}
${more}</body>
</html>
`;
}

function sideOf(name: string, report: Report): string {
  const outline = outlineOf(report);
  return `<h2 class="${outline.ok ? 'good' : 'bad'}">${name} ${outline.ok ? '✔' : '✘'} ${escaped(outline.verdict)}</h2>
${contents(outline, 3)}
`;
}

const contents = ({ paragraphs, sections }: Outline, level: number): string => `${paragraphs
  .map((cells) => `<p>${cells.map(span).join('')}</p>`)
  .join('\n')}
${sections.map((each) => section(each, level)).join('\n')}`;

const span = ({ text, tone }: Cell): string =>
  tone === 'plain' ? escaped(text) : `<span class="${tone}">${escaped(text)}</span>`;

function section({ title, kind, columns, rows }: Section, level: number): string {
  const head = `<h${level}>${escaped(title)}</h${level}>`;
  switch (kind) {
    case 'table': {
      const names = columns === null ? '' : `<tr>${columns.map((name) => `<th>${escaped(name)}</th>`).join('')}</tr>\n`;
      return `${head}\n<table>\n${names}${rows.map(tableRow).join('\n')}\n</table>`;
    }
    case 'lines':
      return `${head}\n<pre>${rows.map((row) => row.cells.map(span).join(' ')).join('\n')}</pre>`;
    case 'items':
      return `${head}\n${rows.map((row) => `<p>${row.cells.map(span).join('<br>')}</p>`).join('\n')}`;
  }
}

const percent = (fraction: number): string => `${(Math.min(1, Math.max(0, fraction)) * 100).toFixed(2)}%`;

function tableRow({ cells, bar }: Row): string {
  const drawn =
    bar === undefined
      ? ''
      : `<td><span class="bar"><i style="left:${percent(bar.from)};width:${percent(bar.to - bar.from)}"></i></span></td>`;
  return `<tr>${cells.map((part) => `<td>${span(part)}</td>`).join('')}${drawn}</tr>`;
}
