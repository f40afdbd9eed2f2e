/** Reports of checks made from what servers said, and the differences between two. */
import { compareReports, differencesIn } from '../../../electron/protocol/fold/compare/compare.ts';
import { foldReport } from './fold-report.ts';
import { parseEhlo } from '../../../electron/core/wire/ehlo.ts';
import type { Difference } from '../../../electron/protocol/values/session/comparison.ts';
import type { SessionFact } from '../../../electron/protocol/values/session/event.ts';
import type { Outcome } from '../../../electron/protocol/values/session/outcome.ts';
import type { Reply } from '../../../electron/protocol/values/session/reply.ts';
import type { Report } from '../../../electron/protocol/values/session/report.ts';
import type { Target } from '../../../electron/protocol/values/target.ts';
import type { Certificate, TlsInfo } from '../../../electron/protocol/values/session/tls.ts';
import { begin, end, reply, stamped } from './sample.ts';

interface Parts {
  readonly target?: Partial<Target>;
  readonly greeting?: Reply;
  /** Lines of the reply, without its first, which says hello. */
  readonly plain?: readonly string[];
  readonly hello?: string;
  readonly secured?: readonly string[];
  readonly tls?: Partial<TlsInfo>;
  readonly facts?: readonly SessionFact[];
  readonly error?: Outcome;
}

export const certificate = (over: Partial<Certificate> = {}): Certificate => ({
  subject: 'CN=mx.test',
  issuer: 'CN=CA',
  altNames: ['DNS:mx.test', 'DNS:mail.test'],
  validFrom: '2026-01-01T00:00:00.000Z',
  validTo: '2027-01-01T00:00:00.000Z',
  fingerprint256: 'AA:BB',
  serial: '01',
  key: 'RSA 2048',
  ...over,
});

export const tlsInfo = (over: Partial<TlsInfo> = {}): TlsInfo => ({
  version: 'TLSv1.3',
  cipher: 'TLS_AES_256_GCM_SHA384',
  keyExchange: 'X25519',
  alpn: null,
  servername: 'mx.test',
  verifiedName: 'mx.test',
  authorized: true,
  chainError: null,
  chainErrorCode: null,
  nameError: null,
  pinned: false,
  chain: [certificate()],
  ...over,
});

export function made({
  target,
  greeting,
  plain,
  hello = 'mx.test Hello',
  secured,
  tls,
  facts = [],
  error,
}: Parts = {}): Report {
  const said = greeting ?? reply(220, 'mx.test ESMTP');
  const offers = (stage: 'plain' | 'tls', lines: readonly string[]): SessionFact => ({
    type: 'capabilities',
    stage,
    ehlo: parseEhlo('EHLO', { lines: [hello, ...lines] }),
  });
  return foldReport(
    'check',
    stamped([
      begin({ port: 25, security: 'starttls-if-offered', ...target }),
      { type: 'reply', phase: 'greeting', command: null, reply: said },
      ...(plain === undefined ? [] : [offers('plain', plain)]),
      ...(tls === undefined ? [] : [{ type: 'tls', info: tlsInfo(tls) } as const]),
      ...(secured === undefined ? [] : [offers('tls', secured)]),
      ...facts,
      end({ error: error ?? null }),
    ]),
    { transcript: false },
  );
}

export const between = (a: Report, b: Report): Difference[] => differencesIn(compareReports(a, b));
export const paths = (a: Report, b: Report): string[] => between(a, b).map(({ path }) => path);
export const plainOf = (...plain: string[]): Report => made({ plain });
