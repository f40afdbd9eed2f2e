/** Makes our library do the calls of a scenario, and writes down what it did the way the recordings are written. */
import { type ClientAnswer } from '../../../electron/core/smtp/client/answer.ts';
import { LmtpClient, SmtpClient } from '../../../electron/core/smtp/client/client.ts';
import {
  SmtpException,
  SmtpRecipientsRefused,
  SmtpResponseException,
  SmtpSenderRefused,
} from '../../../electron/core/smtp/client/errors.ts';
import type { ClientOptions } from '../../../electron/core/smtp/client/link.ts';
import type { Call, Content } from './scenarios.ts';

/** What one call came to: plain data, to be compared. */
export type Result = { readonly returned: unknown } | { readonly raised: Readonly<Record<string, unknown>> };

export interface Performed {
  readonly results: readonly Result[];
  /** null when the connection was not even made. */
  readonly state: unknown;
}

export interface Where {
  readonly lmtp: boolean;
  readonly host: string;
  readonly port: number;
}

/** The library set to behave as smtplib does where that is an option. */
const asSmtplib = { mechanisms: ['CRAM-MD5', 'PLAIN', 'LOGIN'], fallThrough: true, allowClear: true };

export async function perform(where: Where, calls: readonly Call[], options: ClientOptions): Promise<Performed> {
  const verify = calls.some((call) => call.op === 'starttls' && call.verify);
  const Client = where.lmtp ? LmtpClient : SmtpClient;
  const client = new Client({ localHostname: 'client.test', insecure: !verify, ...options });
  const opened = await attempt(() => client.open(where.host, where.port));
  if ('raised' in opened) return { results: [opened], state: null };
  const results: Result[] = [];
  for (const call of calls) results.push(await attempt(() => run(client, call)));
  const state = stateOf(client);
  await client.close();
  return { results, state };
}

async function attempt(work: () => Promise<unknown>): Promise<Result> {
  try {
    return { returned: plain(await work()) };
  } catch (error) {
    return { raised: described(error) };
  }
}

function run(client: SmtpClient, call: Call): Promise<unknown> {
  switch (call.op) {
    case 'sendmail':
      return client.sendmail(call.from, call.to, contentOf(call.content), {
        ...(call.mailOptions === undefined ? {} : { mailOptions: call.mailOptions }),
        ...(call.rcptOptions === undefined ? {} : { rcptOptions: call.rcptOptions }),
      });
    case 'sendMessage':
      return client.sendMessage(contentOf(call.content));
    case 'login':
      return client.login(call.user, call.password, { ...asSmtplib, initialResponseOk: call.initial });
    case 'auth':
      return client.auth('XOAUTH2', (challenge) => (challenge === null ? 'user=u\x01auth=Bearer t\x01\x01' : ''));
    case 'starttls':
      return client.starttls();
    case 'docmd':
      return client.docmd(call.command, call.args);
    case 'vrfy':
      return client.vrfy(call.argument);
    case 'expn':
      return client.expn(call.argument);
    case 'help':
      return client.help(call.argument);
    case 'with':
      return client.use(async () => {
        for (const inner of call.calls) await run(client, inner);
      });
    case 'ehlo':
      return client.ehlo();
    case 'ehloOrHelo':
      return client.ehloOrHeloIfNeeded();
    case 'noop':
      return client.noop();
    case 'rset':
      return client.rset();
    case 'quit':
      return client.quit();
    case 'close':
      return client.close();
    case 'state':
      return Promise.resolve([Object.fromEntries(client.esmtpFeatures), client.doesEsmtp, client.ehloResp]);
  }
}

function contentOf(content: Content): string | Uint8Array {
  return 'bytes' in content ? Buffer.from(content.bytes, 'latin1') : content.text;
}

function stateOf(client: SmtpClient): unknown {
  return {
    open: client.connected,
    doesEsmtp: client.doesEsmtp,
    features: Object.fromEntries(client.esmtpFeatures),
    ehloResp: client.ehloResp,
    heloResp: client.heloResp,
  };
}

function plain(value: unknown): unknown {
  if (value instanceof Map) {
    return Object.fromEntries(
      [...(value as Map<string, ClientAnswer>)].map(([address, answer]) => [address, pair(answer)]),
    );
  }
  if (typeof value === 'object' && value !== null && 'code' in value && 'message' in value)
    return pair(value as ClientAnswer);
  return value ?? null;
}

const pair = ({ code, message }: ClientAnswer) => [code, message];

function described(error: unknown): Record<string, unknown> {
  if (!(error instanceof SmtpException)) return { class: String(error) };
  return {
    class: error.name,
    ...(error instanceof SmtpResponseException ? { code: error.smtpCode, error: error.smtpError } : {}),
    ...(error instanceof SmtpSenderRefused ? { sender: error.sender } : {}),
    ...(error instanceof SmtpRecipientsRefused ? { recipients: plain(error.recipients) } : {}),
  };
}
