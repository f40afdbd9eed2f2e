/** A port matrix on a terminal: what works, the grid, what it shows, and the command for the cell to use. */
import { type Cell, type CellTone, type Row, type Section, cell } from '../../core/report/outline/types.ts';
import { hostPortText } from '../../protocol/parse/host-port.ts';
import { ipFamily } from '../../protocol/parse/ip.ts';
import { CELL_SECURITIES, type CellAnswer, type CellKey, type SurveyCell } from '../../protocol/values/survey/cell.ts';
import type { StateOf } from '../../protocol/values/survey/state.ts';
import { shell } from '../../texts/copy-as/quote.ts';
import { answerTexts } from '../../texts/survey/cells.ts';
import { inferenceText, matrixTitle, securityTexts } from '../../texts/survey/matrix.ts';
import { visible } from '../../texts/visible.ts';
import { drawOutline } from './draw.ts';
import { addressesLeftOut, isOk } from './matrix-json.ts';
import { findingsSection } from './surveys/draw-groups.ts';
import type { Output } from './terminal.ts';

type Matrix = StateOf<'matrix'>;

interface DrawnFacts {
  readonly family: 4 | 6 | null;
  /** Options of the connection as they were typed, which the command for the cell takes along. */
  readonly options: readonly string[];
}

export function drawMatrix(matrix: Matrix, facts: DrawnFacts, output: Output): string {
  const { summary, cells } = matrix;
  const [first, ...others] = summary.inferences.map(inferenceText);
  const sections: Section[] = [];
  if (cells.length > 0) sections.push(grid(matrix));
  if (others.length > 0) sections.push(items('Besides', others));
  const login = loginText(matrix);
  if (login !== null) sections.push({ title: 'Login', kind: 'items', columns: null, rows: [{ cells: login }] });
  sections.push(...findingsSection(matrix.findings, sessionsOf(matrix)));
  if (summary.best !== null) sections.push(lines('To look at it', [commandFor(summary.best, cells, facts)]));
  return drawOutline(
    {
      title: 'Port matrix',
      startedAt: matrix.startedAt ?? '',
      ok: isOk(matrix),
      verdict: matrixTitle(summary),
      paragraphs: first === undefined ? [] : [[cell(first)]],
      sections,
    },
    output,
  );
}

/** Those that findings are of. */
const sessionsOf = ({ cells }: Matrix): number =>
  cells.filter(({ report, readFrom }) => report !== null && readFrom === null).length;

/** A row for each port of each address; one word for the whole row where one connect decided. */
function grid(matrix: Matrix): Section {
  const { cells } = matrix;
  const leftOut = addressesLeftOut(matrix);
  const rows = new Map<string, SurveyCell[]>();
  for (const one of cells) {
    const name = `${one.key.address} ${one.key.port}`;
    rows.set(name, [...(rows.get(name) ?? []), one]);
  }
  const drawn = [...rows.values()].map((row): Row => {
    const [head] = row;
    if (head === undefined) return { cells: [] };
    const { port, address, security } = head.key;
    const words =
      security === undefined
        ? [word(head.answer)]
        : CELL_SECURITIES.map((each) => {
            const found = row.find(({ key }) => key.security === each);
            return found === undefined ? cell('') : word(found.answer);
          });
    return { cells: [cell(String(port)), cell(visible(address)), ...words] };
  });
  const more: Row[] =
    leftOut === 0 ? [] : [{ cells: [cell(''), cell(`${leftOut} more addresses not tried`, 'muted')] }];
  return {
    title: 'What answers',
    kind: 'table',
    columns: ['Port', 'Address', ...CELL_SECURITIES.map((security) => securityTexts[security])],
    rows: [...drawn, ...more],
  };
}

const quietAnswers: readonly CellAnswer[] = ['not-tried', 'stopped', 'not-tls', 'waits-for-tls', 'not-offered'];
const tone = (answer: CellAnswer): CellTone =>
  answer === 'works' ? 'good' : answer === 'no-login' ? 'warn' : quietAnswers.includes(answer) ? 'muted' : 'bad';
const word = (answer: CellAnswer): Cell => cell(answerTexts[answer], tone(answer));

const items = (title: string, texts: readonly string[]): Section => ({
  title,
  kind: 'items',
  columns: null,
  rows: texts.map((text) => ({ cells: [cell(text)] })),
});
const lines = (title: string, texts: readonly string[]): Section => ({ ...items(title, texts), kind: 'lines' });

/** null where no login was tried. */
function loginText({ login, summary }: Matrix): Cell[] | null {
  if (login === null || summary.best === null) return null;
  const { error, auth } = login;
  const used = auth?.used ?? null;
  const at = `at ${summary.best.port}`;
  if (error !== null) return [cell(`Tried once, ${at}: ${visible(error.message)}`, 'bad')];
  return [cell(`Works, ${at}${used === null ? '' : ` with ${visible(used)}`}.`, 'good')];
}

/** The check of that cell; of one family where the cell works over it alone. */
function commandFor(
  { host, port, security = 'none' }: CellKey,
  cells: readonly SurveyCell[],
  { family: asked, options }: DrawnFacts,
): string {
  const families = new Set(cells.map(({ key }) => ipFamily(key.address)));
  const working = new Set(
    cells
      .filter(({ key, answer }) => key.port === port && key.security === security && answer === 'works')
      .map(({ key }) => ipFamily(key.address)),
  );
  const [only] = working;
  const family = asked ?? (families.size > 1 && working.size === 1 ? (only ?? null) : null);
  const target = hostPortText(host, port);
  const args = [
    'posthorn',
    'check',
    security === 'tls' ? `smtps://${target}` : target,
    ...(security === 'tls' ? [] : ['--security', security]),
    ...(family === null ? [] : ['--family', String(family)]),
    ...options,
  ];
  return args.map((arg) => (arg.includes('[') ? arg : shell(arg))).join(' ');
}
