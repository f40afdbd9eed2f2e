/** `posthorn explain`: what a reply means, from what is built in; nothing is connected. */
import { readFile, stat } from 'node:fs/promises';
import { CONTEXT_KEYS, type ExplainContext, parseContext } from '../../core/explain/context.ts';
import { type Explanation, explain } from '../../core/explain/explain.ts';
import type { JudgedFinding } from '../../core/diagnosis/write.ts';
import { findingJson } from '../../core/report/json.ts';
import { findingRow } from '../../core/report/outline/sections.ts';
import { cell } from '../../core/report/outline/types.ts';
import { limits } from '../../core/explain/limits.ts';
import { AppError } from '../../protocol/values/app-error.ts';
import { sureText } from '../../texts/diagnosis/sure.ts';
import { phaseText } from '../../texts/session/phases.ts';
import { octets } from '../../texts/units.ts';
import { visible } from '../../texts/visible.ts';
import type { ExplainValues } from '../options/explain.ts';
import type { RunCommand } from '../options/types.ts';
import { drawItem } from '../output/draw.ts';
import type { LineInput } from '../input/line-input.ts';
import { unreadableFile } from '../input/read-text.ts';
import { status } from '../status.ts';
import { paint, type Output } from '../output/terminal.ts';

export const runExplain: RunCommand<ExplainValues> = async ({ operands, terminal, stdin }, { input }) => {
  const { context: path, json = false } = input;
  const context = path === undefined ? {} : await contextFrom(path, terminal.err);
  const [operand = '-'] = operands;
  const text = operand === '-' ? await piped(stdin()) : operand;
  if (text.length > limits.explain.input) {
    const reason = `it is longer than ${limits.explain.input} characters; give the reply with the lines around it`;
    throw new AppError('invalid-argument', { argument: 'REPLY', reason });
  }
  const explained = explain(text, context);
  if (json) {
    const findings = explained.findings.map(findingJson);
    terminal.out.line(JSON.stringify({ schema: 1, command: 'explain', ok: true, findings }));
  } else draw(explained, terminal.out);
  return status.ok;
};

/** @throws AppError `invalid-argument` */
async function contextFrom(path: string, err: Output): Promise<ExplainContext> {
  let json: string;
  try {
    const { size } = await stat(path);
    if (size > limits.explain.contextOctets) {
      const reason = `${path} is larger than ${octets(limits.explain.contextOctets)}`;
      throw new AppError('invalid-argument', { argument: '--context', reason });
    }
    json = await readFile(path, 'utf8');
  } catch (error) {
    throw error instanceof AppError ? error : unreadableFile(path, '--context', error);
  }
  const parsed = parseContext(json);
  if (parsed.ok) {
    if (parsed.unknown.length > 0) {
      const names = parsed.unknown.slice(0, 10).map((name) => visible(name.slice(0, 40)));
      err.line(`posthorn: left out of ${path}: ${names.join(', ')}; its keys are ${CONTEXT_KEYS}`);
    }
    return parsed.value;
  }
  throw new AppError('invalid-argument', { argument: '--context', reason: `${path}: ${parsed.problem}` });
}

/** All lines, no more than can be explained. */
async function piped(input: LineInput): Promise<string> {
  const lines: string[] = [];
  let length = 0;
  for (let line = await input.line(); line !== null; line = await input.line()) {
    const text = line.toString('utf8');
    lines.push(text);
    length += text.length + 1;
    if (length > limits.explain.input + 1) break;
  }
  return lines.join('\n');
}

function draw(explained: Explanation, out: Output): void {
  const { code, enhancedCode, phase, provider, findings } = explained;
  const codes = [code, enhancedCode].filter((part) => part !== null).join(' ');
  const read = [
    ...(codes === '' ? [] : [codes]),
    ...(provider === null ? [] : [`from ${provider.name} (by ${provider.by})`]),
    ...(phase === null ? [] : [`while ${phaseText(phase).doing}`]),
  ];
  if (read.length > 0) out.line(paint(out, `Read as ${read.join(', ')}`, 'muted'));
  for (const found of findings) {
    const { cells } = findingRow(found);
    const when = found.verifiedOn === null ? '' : ` of ${found.verifiedOn}`;
    const source = found.source === null ? [] : [cell(`Source${when}: ${found.source}`, 'muted')];
    for (const line of drawItem({ cells: [...cells.map((one) => cell(visible(one.text), one.tone)), ...source] }, out))
      out.line(line);
    drawJudgement(found, out);
  }
}

/** How sure it is, what else fits, and what one more session would settle. */
function drawJudgement({ sure, alternatives, experiments }: JudgedFinding, out: Output): void {
  out.line(paint(out, `    ${sureText(sure, alternatives.length)}`, 'muted'));
  for (const { title, tellApart } of alternatives) out.line(visible(`    Or: ${title}. Then: ${tellApart}`));
  for (const { title, command } of experiments) out.line(visible(`    Try: ${title}: ${command}`));
}
