/**
 * Every control character in every field that a person fills in: refused before anything is connected, or harmless in what would be
 * sent. A field is one of options, or of a composed message.
 */
import { expect } from 'vitest';
import type { ConnectionOptions, Envelope } from '../../electron/protocol/values/target.ts';
import { checkAuth, planConnection, planEnvelope } from '../../electron/core/smtp/plan/arguments.ts';
import { AppError } from '../../electron/protocol/values/app-error.ts';
import { composeMessage } from '../../electron/core/message/build.ts';

const controls = [...Array.from({ length: 32 }, (_, code) => code), 0x7f, 0x85, 0x2028, 0x2029];

/** true: refused. */
type Refused = (value: string) => boolean | Promise<boolean>;

const connection = (options: Partial<ConnectionOptions>) => !planConnection({ target: 'mx.test', ...options }).ok;
const envelope = (options: Partial<Envelope>) =>
  !planEnvelope({ from: 'a@sender.test', to: ['b@rcpt.test'], ...options }, 'smtp').ok;
const parts = { from: 'a@sender.test', to: ['b@rcpt.test'] };

/** A composed message: refused, or without a line that begins as the injected one would. */
async function composed(input: {
  readonly subject?: string;
  readonly header?: readonly [string, string];
  readonly file?: string;
}) {
  try {
    const source = await composeMessage(
      { kind: 'composed', subject: input.subject ?? 's', text: 't', html: null },
      parts,
      {
        headers: input.header === undefined ? [] : [{ name: input.header[0], value: input.header[1] }],
        attachments: input.file === undefined ? [] : [{ path: 'package.json', name: input.file }],
      },
    );
    const chunks: Uint8Array[] = [];
    for await (const chunk of source.open()) chunks.push(chunk);
    const text = Buffer.concat(chunks).toString('latin1');
    expect(text).not.toMatch(/(?:^|[\r\n\v\f\u0085])Injected:/);
    expect(text.split('\r\n\r\n')[0]).not.toMatch(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/);
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'invalid-argument') return true;
    throw error;
  }
}

const fields: Readonly<Record<string, Refused>> = {
  from: (value) => envelope({ from: `a${value}@sender.test` }),
  to: (value) => envelope({ to: [`b@rcpt${value}.test`] }),
  'dsn.envid': (value) => envelope({ dsn: { envid: value } }),
  'dsn.orcpt': (value) => envelope({ dsn: { orcpt: `rfc822;${value}` } }),
  size: (value) => envelope({ mailOptions: [`SIZE=1${value}`] }),
  ehloName: (value) => connection({ ehloName: `me${value}.test` }),
  serverName: (value) => connection({ servername: `mx${value}.test` }),
  xclient: (value) => connection({ xclient: { NAME: value } }) && connection({ xforward: { [`A${value}`]: 'x' } }),
  'auth.user': (value) => checkAuth({ user: value }) !== null,
  'auth.authzid': (value) => checkAuth({ user: 'u', authzid: value }) !== null,
  proxyHost: (value) => connection({ proxyProtocol: { version: 1, address: `127.0.0.1${value}`, port: 1 } }),
  subject: (value) => composed({ subject: value }),
  customHeaderName: (value) => composed({ header: [`X-A${value}`, 'x'] }),
  customHeaderValue: (value) => composed({ header: ['X-A', value] }),
  displayName: (value) => composed({ header: ['From', `"${value}" <a@sender.test>`] }),
  cc: (value) => composed({ header: ['Cc', value] }),
  bcc: (value) => composed({ header: ['Bcc', value] }),
  messageId: (value) => composed({ header: ['Message-ID', `<${value}@x>`] }),
  references: (value) => composed({ header: ['References', `<${value}@x>`] }),
  contentId: (value) => composed({ header: ['Content-ID', `<${value}@x>`] }),
  filename: (value) => composed({ file: `a${value}.txt` }),
};

/** Nothing of ours takes them from a person: boundaries are made, and a port is a number by its schema. */
const elsewhere = new Set(['boundary', 'proxyPort']);

export async function runControlSweep(names: readonly string[]): Promise<void> {
  for (const name of names.filter((one) => !elsewhere.has(one))) {
    const refused = fields[name];
    expect(refused, name).toBeDefined();
    for (const code of controls) {
      const value = `x${String.fromCharCode(code)}Injected: y`;
      expect(await refused?.(value), `${name} with U+${code.toString(16)}`).toBe(true);
    }
  }
}
