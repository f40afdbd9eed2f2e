/** What the cells of a matrix show together, as ids with parameters, the most telling first; and which cell to use. Pure. */
import { SMTP_PORT } from '../../facts/ports.ts';
import { ipFamily } from '../../parse/ip.ts';
import type { CellAnswer, SurveyCell } from '../../values/survey/cell.ts';
import type { MatrixInference, MatrixSummary } from '../../values/survey/matrix.ts';
import { bestOf } from './best-cell.ts';

export interface MatrixFacts {
  /** Milliseconds that were waited for a connection, and for a greeting. */
  readonly connectMs: number;
  readonly greetingMs: number;
  /** Ports that are for TLS from the first octet. */
  readonly tlsPorts: readonly number[];
  /** What all went through, as scheme://host:port; null without one. */
  readonly proxy: string | null;
}

export function summaryOf(host: string, cells: readonly SurveyCell[], facts: MatrixFacts): MatrixSummary {
  return { host, best: bestOf(cells), inferences: infer(host, new Grid(cells), facts) };
}

/** Without an address there is nothing to be tried. */
export const summaryOfNoAddress = (host: string, dnsCode: string): MatrixSummary => ({
  host,
  best: null,
  inferences: [{ code: 'name-not-found', params: { host, dnsCode } }],
});

/** Nobody took the connection. */
const unconnected: readonly CellAnswer[] = ['refused', 'silent', 'unreachable'];
/** What the proxy came to, which says nothing of whether the host answers. */
const ofTheProxy: readonly CellAnswer[] = ['proxy-cannot', 'proxy-forbids', 'proxy-failed'];
const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];

class Grid {
  readonly cells: readonly SurveyCell[];
  readonly ports: readonly number[];
  readonly addresses: readonly string[];

  constructor(cells: readonly SurveyCell[]) {
    this.cells = cells;
    this.ports = unique(cells.map(({ key }) => key.port));
    this.addresses = unique(cells.map(({ key }) => key.address));
  }

  at(port: number, address?: string): SurveyCell[] {
    return this.cells.filter(({ key }) => key.port === port && (address ?? key.address) === key.address);
  }

  /** Something there answers, be it with a refusal. */
  get live(): string[] {
    return this.addresses.filter((address) =>
      this.cells.some((cell) => cell.key.address === address && isAnswer(cell.answer)),
    );
  }

  /** Ports all of whose cells, at the addresses given, came to this. */
  all(answer: CellAnswer, addresses: readonly string[]): number[] {
    const isMeant = (cell: SurveyCell): boolean => addresses.includes(cell.key.address);
    return this.ports.filter((port) => {
      const there = this.at(port).filter(isMeant);
      return there.length > 0 && there.every((cell) => cell.answer === answer);
    });
  }

  /** Ports with a cell that came to this. */
  some(isMeant: (cell: SurveyCell) => boolean): number[] {
    return this.ports.filter((port) => this.at(port).some(isMeant));
  }
}

const isAnswer = (answer: CellAnswer): boolean =>
  answer !== 'silent' && answer !== 'unreachable' && answer !== 'stopped' && !ofTheProxy.includes(answer);

const works = ({ answer }: SurveyCell): boolean => answer === 'works';

function infer(host: string, grid: Grid, facts: MatrixFacts): MatrixInference[] {
  const stopped = grid.cells.some(({ answer }) => answer === 'stopped');
  const found = [
    ...proxied(grid),
    ...speaking(grid, facts),
    ...unanswered(grid, facts),
    ...families(grid),
    ...certificates(grid),
  ];
  const seenFrom = facts.proxy === null ? [] : [{ code: 'through-proxy' as const, params: { proxy: facts.proxy } }];
  const ranked = rank([...found, ...quiet(grid), ...seenFrom]);
  // What is not known yet may change what is said of all.
  if (stopped) return [{ code: 'stopped', params: {} }, ...ranked.filter(({ code }) => !ofAll.includes(code))];
  const none = !grid.cells.some(works) && !found.some(({ code }) => code !== 'login-after-tls');
  return none ? [{ code: 'none-works', params: { host } }, ...ranked] : ranked;
}

const ofAll: readonly MatrixInference['code'][] = ['all-silent', 'all-refused', 'all-work', 'blocked-25', 'one-family'];
const order: readonly MatrixInference['code'][] = [
  'proxy-failed',
  'all-silent',
  'all-refused',
  'other-certificate',
  'certificate-not-trusted',
  'plain-on-tls-port',
  'tls-on-plain-port',
  'blocked-25',
  'one-family',
  'no-greeting',
  'dropped',
  'proxy-forbids',
  'proxy-cannot',
  'all-work',
  'login-after-tls',
  'closed',
  'through-proxy',
];
const rank = (all: readonly MatrixInference[]): MatrixInference[] =>
  [...all].sort((a, b) => order.indexOf(a.code) - order.indexOf(b.code));

/** How far the proxy went. Where it could not be used at all, that is all that is known. */
function proxied(grid: Grid): MatrixInference[] {
  const failures = (answer: CellAnswer) =>
    grid.cells.flatMap((cell) =>
      cell.answer === answer && cell.report?.error?.code === 'proxy-failed' ? [cell.report.error.params] : [],
    );
  const [failed] = failures('proxy-failed');
  const answersOf = (answer: CellAnswer) => ({
    ports: grid.some((cell) => cell.answer === answer),
    answers: unique(failures(answer).map((each) => each.answer)).filter((each) => each !== ''),
  });
  const [cannot, forbids] = [answersOf('proxy-cannot'), answersOf('proxy-forbids')];
  return [
    ...(failed === undefined ? [] : [{ code: 'proxy-failed' as const, params: failed }]),
    ...(cannot.ports.length === 0 ? [] : [{ code: 'proxy-cannot' as const, params: cannot }]),
    ...(forbids.ports.length === 0 ? [] : [{ code: 'proxy-forbids' as const, params: forbids }]),
  ];
}

/** Ports where somebody speaks another way than the port is for, or not at all. */
function speaking(grid: Grid, { greetingMs, tlsPorts }: MatrixFacts): MatrixInference[] {
  const inClear = grid.some(
    ({ key, answer }) =>
      tlsPorts.includes(key.port) && key.security === 'none' && (answer === 'works' || answer === 'no-login'),
  );
  const overTls = grid.some(({ key, answer }) => !tlsPorts.includes(key.port) && answer === 'waits-for-tls');
  const quietPorts = grid.some(({ answer }) => answer === 'no-greeting');
  return [
    ...inClear.map((port) => ({ code: 'plain-on-tls-port' as const, params: { port } })),
    ...overTls.map((port) => ({ code: 'tls-on-plain-port' as const, params: { port } })),
    ...(quietPorts.length === 0
      ? []
      : [{ code: 'no-greeting' as const, params: { ports: quietPorts, limitMs: greetingMs } }]),
  ];
}

/** Ports that nobody answers, and what follows from those that are. */
function unanswered(grid: Grid, { connectMs: limitMs }: MatrixFacts): MatrixInference[] {
  const { live, ports } = grid;
  if (live.length === 0) {
    const silent = grid.some(({ answer }) => answer === 'silent');
    return silent.length === 0 ? [] : [{ code: 'all-silent', params: { ports: silent, limitMs } }];
  }
  if (grid.all('refused', live).length === ports.length)
    return [{ code: 'all-refused', params: { ports: [...ports] } }];
  const silent = grid.all('silent', live);
  const taken = grid.some(({ answer }) => isAnswer(answer) && !unconnected.includes(answer));
  // A refusal is an answer too, but a server that speaks proves more.
  const [answering] = [...taken, ...grid.some(({ answer }) => answer === 'refused')].filter(
    (port) => !silent.includes(port),
  );
  if (answering === undefined) return [];
  const others = silent.filter((port) => port !== SMTP_PORT);
  return [
    ...(silent.includes(SMTP_PORT) ? [{ code: 'blocked-25' as const, params: { answering, limitMs } }] : []),
    ...(others.length === 0 ? [] : [{ code: 'dropped' as const, params: { ports: others, answering, limitMs } }]),
  ];
}

/** Ports that work over one family of addresses alone, where the name has both. */
function families(grid: Grid): MatrixInference[] {
  const of = (family: 4 | 6, port: number): SurveyCell[] =>
    grid.at(port).filter(({ key }) => ipFamily(key.address) === family);
  const groups = new Map<string, { family: 4 | 6; ports: number[]; other: CellAnswer }>();
  for (const port of grid.ports) {
    const [four, six] = [of(4, port), of(6, port)];
    if (four.length === 0 || six.length === 0 || four.some(works) === six.some(works)) continue;
    const family = four.some(works) ? 4 : 6;
    const answers = unique((family === 4 ? six : four).map(({ answer }) => answer));
    const [only = 'failed'] = answers;
    const other = answers.length === 1 ? only : 'failed';
    const group = groups.get(`${family} ${other}`) ?? { family, ports: [], other };
    groups.set(`${family} ${other}`, group);
    group.ports.push(port);
  }
  return [...groups.values()].map((params) => ({ code: 'one-family', params }));
}

function certificates(grid: Grid): MatrixInference[] {
  const untrusted = grid.cells.filter(({ answer }) => answer === 'certificate-chain');
  const foreign = grid.cells.filter(({ answer }) => answer === 'certificate-name');
  return [
    ...(untrusted.length === 0 ? [] : [notTrusted(untrusted)]),
    ...(foreign.length === 0 ? [] : [ofAnother(grid, foreign)]),
  ];
}

const portsOf = (cells: readonly SurveyCell[]): number[] => unique(cells.map(({ key }) => key.port));

function notTrusted(cells: readonly SurveyCell[]): MatrixInference {
  const reasons = unique(cells.flatMap(({ report }) => report?.tls?.chainError ?? []));
  return { code: 'certificate-not-trusted', params: { ports: portsOf(cells), reasons } };
}

function ofAnother(grid: Grid, cells: readonly SurveyCell[]): MatrixInference {
  const names = unique(
    cells.flatMap(({ report }) => {
      const [leaf] = report?.tls?.chain ?? [];
      if (leaf === undefined) return [];
      return leaf.altNames.length === 0
        ? [leaf.subject]
        : leaf.altNames.map((name) => name.replace(/^[^:]{1,20}:/, ''));
    }),
  );
  const everywhere = grid.cells.every(({ report }) => report?.tls?.nameError !== null);
  return { code: 'other-certificate', params: { ports: portsOf(cells), names, everywhere } };
}

/** What is as usual. */
function quiet(grid: Grid): MatrixInference[] {
  const closed = grid.all('refused', grid.live);
  const loginAfter = grid.some(({ answer }) => answer === 'no-login');
  const working = grid.ports.filter((port) => grid.addresses.every((address) => grid.at(port, address).some(works)));
  const all = working.length === grid.ports.length;
  return [
    ...(all && working.length > 0 ? [{ code: 'all-work' as const, params: { ports: working } }] : []),
    ...(loginAfter.length > 0 ? [{ code: 'login-after-tls' as const, params: { ports: loginAfter } }] : []),
    ...(closed.length > 0 && closed.length < grid.ports.length
      ? [{ code: 'closed' as const, params: { ports: closed } }]
      : []),
  ];
}
