/** The shape of test/fixtures/cases/server.json, and how its byte values are written. */
export type CaseBytes = string | { hex: string } | { repeat: string; times: number } | CaseBytes[];

export interface CaseStep {
  send?: CaseBytes;
  reply?: string;
  notMatch?: string;
  noReply?: number;
  replyOrClosed?: string;
  within?: number;
  orNothing?: boolean;
  closed?: boolean;
  closedOrAlert?: boolean;
  starttls?: boolean;
  close?: 'fin' | 'rst';
  halfClose?: boolean;
  drain?: number;
  dripSession?: string;
  repeatUntilClosed?: { send: CaseBytes; reply: string };
}

export interface ServerCase {
  id: string;
  title: string;
  strictness: 'must' | 'should' | 'choice';
  config: {
    maxSize?: number;
    auth?: { user: string; pass: string; mechanisms: string[]; allowInsecure?: boolean };
    authRequired?: boolean;
    starttls?: boolean;
    tlsRequired?: boolean;
    protocol?: 'lmtp';
    timeoutMs?: number;
    hook?: 'throwOnMessage';
    refuseAtDelivery?: string[];
    chunking?: boolean;
    dsn?: boolean;
    smtputf8?: boolean;
  };
  script: CaseStep[];
  expect: {
    stored?: number;
    storedMax?: number;
    messages?: { data: string }[];
    noMessageFrom?: string;
    maxRssGrowthMB?: number;
    envelope?: unknown;
  };
}

export function caseBytes(value: CaseBytes): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'utf8');
  if (Array.isArray(value)) return Buffer.concat(value.map(caseBytes));
  if ('hex' in value) return Buffer.from(value.hex, 'hex');
  return Buffer.from(value.repeat.repeat(value.times), 'utf8');
}
