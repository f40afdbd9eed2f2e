/** The grid of a port matrix: wide cells, what runs and what waits, and where the arrow keys lead. */
import { describe, expect, test } from 'vitest';
import { surveyFold } from '../../../electron/protocol/fold/survey/survey.ts';
import type { SurveyRequest } from '../../../electron/protocol/values/survey/request.ts';
import { cellLabel, cellWords } from '../../../renderer/features/survey/matrix/cell-words.ts';
import {
  cellAt,
  gridTone,
  matrixGrid,
  neighbour,
  type GridCell,
} from '../../../renderer/features/survey/matrix/grid.ts';
import { matrixVerdict } from '../../../renderer/features/survey/matrix/verdict.ts';
import { readPorts } from '../../../renderer/features/survey/ports.ts';
import { FAKE_ADDRESSES, fakeSurveys } from '../fake/surveys.ts';

const request = {
  kind: 'matrix',
  host: 'mail.example.org',
  ports: [25, 465, 587, 2525],
  tlsPorts: [465],
  connection: {},
  auth: null,
} as const satisfies SurveyRequest;

const clock = { now: 0, connectMs: 8_000 };

/** The fake's survey, up to this number of events. */
async function found(upTo = Infinity) {
  const { handlers, follow } = fakeSurveys(0);
  const { surveyId } = handlers['surveys.start']({
    request: { ...request, ports: [...request.ports], tlsPorts: [465] },
    secret: null,
  });
  const fold = surveyFold({ ...request, ports: [...request.ports], tlsPorts: [465] });
  let live: unknown[] = [];
  await follow(
    surveyId,
    (batch) => {
      const { events } = batch as { events: Parameters<typeof fold.push>[0][] };
      for (const event of events.slice(0, upTo)) fold.push(event);
      const last = events.slice(0, upTo).at(-1);
      live =
        last?.type === 'cell-started'
          ? [{ key: last.key, startedAt: '1970-01-01T00:00:00.000Z', phase: null, seq: 1 }]
          : [];
    },
    () => undefined,
  );
  const { state } = fold;
  if (state.kind !== 'matrix') throw new Error('another kind');
  const grid = matrixGrid({
    cells: state.cells,
    live: live as Parameters<typeof matrixGrid>[0]['live'],
    ports: request.ports,
    tlsPorts: request.tlsPorts,
    addresses: FAKE_ADDRESSES,
    ended: upTo === Infinity,
  });
  return { state, grid };
}

const drawn = (cells: readonly GridCell[]): string =>
  cells.map((cell) => `${cellWords(cell, clock).text}×${cell.span}`).join(' | ');

describe('the grid of a port matrix', () => {
  test('a port that one try answers for is one wide cell; one that speaks has a cell for each way', async () => {
    const { grid } = await found();
    expect(grid.rows.map(({ cells }) => drawn(cells))).toEqual([
      'silent×3 | silent×3',
      'not tried×2 | works×1 | refused×3',
      'no login×1 | works×1 | not TLS×1 | refused×3',
      'refused×3 | refused×3',
    ]);
    expect([grid.known, grid.total]).toEqual([24, 24]);
    expect(grid.rows[2]?.cells.map(gridTone)).toEqual(['warn', 'ok', 'err', 'err']);
  });

  test('while it fills, the first try of a port is wide and what has no turn yet waits', async () => {
    // Begun, hosts, and the first try of 25 begun.
    const { grid, state } = await found(3);
    expect(grid.rows.map(({ cells }) => drawn(cells))).toEqual([
      'connects×3 | waits×3',
      'waits×3 | waits×3',
      'waits×3 | waits×3',
      'waits×3 | waits×3',
    ]);
    const [first] = grid.rows[0]!.cells;
    expect(cellWords(first!, { now: 4_100, connectMs: 8_000 })).toEqual({ text: 'silent so far', note: '4.1 of 8 s' });
    expect(grid.known).toBe(0);
    expect(matrixVerdict(state, true)).toMatchObject({
      tone: 'info',
      title: 'mail.example.org: nothing found yet that works',
    });
  });

  test('a try that was answered shows how far it is in its own column', async () => {
    const { state } = await found(3);
    const key = { host: 'mail.example.org', address: FAKE_ADDRESSES[0], port: 587, security: 'starttls' } as const;
    const { rows } = matrixGrid({
      cells: state.cells,
      live: [{ key, startedAt: '1970-01-01T00:00:00.000Z', phase: 'ehlo', seq: 9 }],
      ports: [587],
      tlsPorts: [465],
      addresses: FAKE_ADDRESSES,
      ended: false,
    });
    expect(drawn(rows[0]!.cells)).toBe('waits×1 | EHLO×1 | waits×1 | waits×3');
    expect(rows[0]!.cells[1]?.session).toEqual(key);
  });

  test('arrow keys go from cell to cell, over the width of each', async () => {
    const { grid } = await found();
    const at = (row: number, column: number) => cellAt(grid, row, column)?.id;
    expect(neighbour(grid, { row: 0, column: 0 }, 'ArrowRight')).toEqual({ row: 0, column: 3 });
    expect(neighbour(grid, { row: 0, column: 4 }, 'ArrowLeft')).toEqual({ row: 0, column: 2 });
    expect(at(0, 2)).toBe(at(0, 0));
    expect(neighbour(grid, { row: 0, column: 3 }, 'ArrowRight')).toBeNull();
    expect(neighbour(grid, { row: 1, column: 1 }, 'ArrowDown')).toEqual({ row: 2, column: 1 });
    expect(neighbour(grid, { row: 3, column: 1 }, 'ArrowDown')).toBeNull();
    expect(neighbour(grid, { row: 2, column: 1 }, 'End')).toEqual({ row: 2, column: 5 });
    expect(neighbour(grid, { row: 2, column: 1 }, 'x')).toBeNull();
  });

  test('a cell is named with port, ways and address, for who does not see where it stands', async () => {
    const { grid } = await found();
    const [silent] = grid.rows[0]!.cells;
    expect(cellLabel(silent!, cellWords(silent!, clock))).toBe('25 None, STARTTLS, TLS at 203.0.113.25: silent, 8 s');
  });

  test('the verdict says what works, how sure that is, and what would settle the rest', async () => {
    const { state } = await found();
    const verdict = matrixVerdict(state, false);
    expect(verdict.tone).toBe('ok');
    expect(verdict.title).toMatch(/^mail\.example\.org: (465|587) works with /);
    expect(verdict.sentence).toContain('25 is silent');
    expect(verdict.sure.map(({ grade }) => grade)).toEqual(['proven', 'likely']);
    expect(verdict.settle).toBe(25);
    expect(verdict.others.map(({ code }) => code)).not.toContain('blocked-25');
  });
});

test('ports are read as they are typed, and what is none is named', () => {
  expect(readPorts('25, 465 2526/tls')).toEqual({ ok: true, value: { ports: [25, 465, 2526], tlsPorts: [465, 2526] } });
  expect(readPorts('25 25')).toEqual({ ok: true, value: { ports: [25], tlsPorts: [] } });
  expect(readPorts('25 smtp')).toMatchObject({ ok: false, reason: '“smtp” is no port' });
  expect(readPorts('0')).toMatchObject({ ok: false });
  expect(readPorts('65536')).toMatchObject({ ok: false });
  expect(readPorts('')).toMatchObject({ ok: false });
  expect(readPorts(Array.from({ length: 30 }, (_, nth) => nth + 1).join(' '))).toMatchObject({ ok: false });
});
