/** What the cells of a matrix show together: each inference where it holds, none where it does not, and the cell to use. */
import { expect, test } from 'vitest';
import { stateOf } from '../../../electron/protocol/fold/survey/grid.ts';
import { summaryOf, summaryOfNoAddress } from '../../../electron/protocol/fold/survey/matrix-inference.ts';
import type { CellAnswer, CellSecurity, SurveyCell } from '../../../electron/protocol/values/survey/cell.ts';
import { type MatrixInference, MatrixSummarySchema } from '../../../electron/protocol/values/survey/matrix.ts';
import { inferenceText, matrixTitle } from '../../../electron/texts/survey/matrix.ts';
import * as v from 'valibot';
import { certificate, made } from '../report/compare-sample.ts';

const V4 = '192.0.2.1';
const V6 = '2001:db8::1';
type Row = CellAnswer | readonly [none: CellAnswer, starttls: CellAnswer, tls: CellAnswer];

const ways: readonly CellSecurity[] = ['none', 'starttls', 'tls'];
function at(port: number, row: Row, address = V4): SurveyCell[] {
  const cell = (answer: CellAnswer, security?: CellSecurity): SurveyCell => ({
    key: { host: 'mx.test', address, port, ...(security === undefined ? {} : { security }) },
    state: stateOf(answer),
    answer,
    report:
      answer === 'certificate-name'
        ? made({ tls: { nameError: 'no', chain: [certificate({ altNames: ['DNS:other.example'] })] } })
        : null,
    readFrom: null,
  });
  return typeof row === 'string' ? [cell(row)] : row.map((answer, i) => cell(answer, ways[i]));
}

const starttls: Row = ['no-login', 'works', 'not-tls'];
const implicit: Row = ['not-tried', 'not-tried', 'works'];
const clear: Row = ['works', 'not-offered', 'not-tls'];

const facts = { connectMs: 8_000, greetingMs: 10_000, proxy: null };
const shown = (...cells: SurveyCell[][]) => {
  const summary = summaryOf('mx.test', cells.flat(), { ...facts, tlsPorts: [465] });
  return v.parse(MatrixSummarySchema, summary);
};
const codes = (...cells: SurveyCell[][]): string[] => shown(...cells).inferences.map(({ code }) => code);
const find = (code: MatrixInference['code'], ...cells: SurveyCell[][]): MatrixInference | undefined =>
  shown(...cells).inferences.find((one) => one.code === code);

test('blocked 25: silent, although another port of the host answers', () => {
  const cells = [at(25, 'silent'), at(587, starttls)];
  expect(shown(...cells).inferences[0]).toEqual({ code: 'blocked-25', params: { answering: 587, limitMs: 8_000 } });
  expect(inferenceText(shown(...cells).inferences[0] ?? { code: 'stopped', params: {} })).toBe(
    "25 is silent (8 s) although the same host answers on 587: most likely your network or provider lets none out, or the host filters it; to settle it, try another host's 25.",
  );
  // A refusal is an answer too.
  expect(codes(at(25, 'silent'), at(587, 'refused'))).toContain('blocked-25');
  expect(codes(at(25, 'refused'), at(587, starttls))).not.toContain('blocked-25');
  // An address that answers nothing says nothing of a port.
  expect(codes(at(25, 'silent'), at(587, starttls), at(25, 'unreachable', V6), at(587, 'unreachable', V6))).toContain(
    'blocked-25',
  );
  expect(codes(at(25, 'silent'), at(25, starttls, V6), at(587, starttls), at(587, starttls, V6))).not.toContain(
    'blocked-25',
  );
});

test('dropped: another port than 25 is silent', () => {
  expect(find('dropped', at(465, 'silent'), at(2525, 'silent'), at(587, starttls))).toEqual({
    code: 'dropped',
    params: { ports: [465, 2525], answering: 587, limitMs: 8_000 },
  });
});

test('nothing answers, or everything is refused', () => {
  expect(codes(at(25, 'silent'), at(587, 'silent'))).toEqual(['all-silent']);
  expect(codes(at(25, 'refused'), at(587, 'refused'))).toEqual(['all-refused']);
  expect(shown(at(25, 'silent')).best).toBeNull();
  // No way out at all is no silence.
  expect(codes(at(25, 'unreachable'))).toEqual(['none-works']);
});

test('closed beside what works is said last', () => {
  expect(codes(at(465, 'refused'), at(587, starttls), at(2525, 'refused'))).toEqual(['login-after-tls', 'closed']);
  expect(find('closed', at(465, 'refused'), at(587, starttls))?.params).toEqual({ ports: [465] });
});

test('plain text on 465, and TLS where plain text is usual', () => {
  expect(find('plain-on-tls-port', at(465, clear))?.params).toEqual({ port: 465 });
  expect(codes(at(587, clear))).not.toContain('plain-on-tls-port');
  const waits: Row = ['waits-for-tls', 'waits-for-tls', 'works'];
  expect(find('tls-on-plain-port', at(25, waits))?.params).toEqual({ port: 25 });
  expect(find('tls-on-plain-port', at(587, waits))?.params).toEqual({ port: 587 });
});

test('no greeting', () => {
  const row: Row = ['no-greeting', 'no-greeting', 'tls-failed'];
  expect(find('no-greeting', at(25, row), at(587, starttls))?.params).toEqual({ ports: [25], limitMs: 10_000 });
});

test('one family of addresses alone', () => {
  const refused = [at(587, starttls), at(587, 'refused', V6)];
  expect(find('one-family', ...refused)?.params).toEqual({ family: 4, ports: [587], other: 'refused' });
  const unreachable = find('one-family', at(587, starttls), at(587, 'unreachable', V6));
  // That this machine has no IPv6 is not the server's fault.
  expect(unreachable === undefined ? '' : inferenceText(unreachable)).toContain('says nothing of the server');
  expect(codes(at(587, starttls), at(587, starttls, V6))).not.toContain('one-family');
  expect(codes(at(587, starttls), at(587, starttls, '192.0.2.2'))).not.toContain('one-family');
});

test("another host's certificate", () => {
  const row: Row = ['no-login', 'certificate-name', 'not-tls'];
  const cells = [at(587, row), at(465, ['not-tried', 'not-tried', 'certificate-name'])];
  const found = find('other-certificate', ...cells);
  expect(found?.params).toEqual({ ports: [587, 465], names: ['other.example'], everywhere: true });
  expect(shown(...cells).best).toBeNull();
});

test('a certificate that is not trusted', () => {
  const cells = [at(25, ['works', 'certificate-chain', 'not-tls'])];
  expect(codes(...cells)).toEqual(['certificate-not-trusted', 'all-work']);
});

test('everything works, nothing works, and what is not known yet', () => {
  expect(codes(at(465, implicit), at(25, clear))).toEqual(['all-work']);
  expect(codes(at(465, implicit), at(25, 'refused'))).not.toContain('all-work');
  expect(codes(at(25, ['failed', 'failed', 'not-tls']))).toEqual(['none-works']);
  expect(codes(at(25, 'silent'), at(587, 'stopped'))).toEqual(['stopped']);
  expect(matrixTitle(shown(at(587, 'stopped')))).toBe('mx.test: stopped, nothing found yet that works');
  expect(matrixTitle(shown(at(587, 'silent')))).toBe('mx.test: nothing works');
  expect(codes(at(25, 'silent'), at(587, starttls), at(465, 'stopped'))).toEqual(['stopped', 'login-after-tls']);
});

test('a name that is not found', () => {
  const summary = summaryOfNoAddress('nowhere.test', 'ENOTFOUND');
  expect(summary.inferences).toEqual([
    { code: 'name-not-found', params: { host: 'nowhere.test', dnsCode: 'ENOTFOUND' } },
  ]);
  expect(matrixTitle(summary)).toBe('nowhere.test: no address, nothing tried');
});

test('the cell to use: encrypted, at the most addresses, 465 before 587, 25 last', () => {
  const best = (...cells: SurveyCell[][]) => {
    const { best: key } = shown(...cells);
    return key === null ? null : `${key.port} ${key.security ?? ''}`;
  };
  expect(best(at(25, clear), at(587, starttls), at(465, implicit))).toBe('465 tls');
  expect(best(at(25, clear), at(587, starttls))).toBe('587 starttls');
  expect(best(at(465, implicit), at(465, 'refused', V6), at(587, starttls), at(587, starttls, V6))).toBe(
    '587 starttls',
  );
  expect(best(at(25, starttls), at(2525, starttls))).toBe('2525 starttls');
  expect(best(at(25, clear), at(587, 'refused'))).toBe('25 none');
  // Where nobody can log in, it is nothing to be used for mail.
  expect(best(at(587, ['no-login', 'tls-failed', 'not-tls']))).toBeNull();
});
