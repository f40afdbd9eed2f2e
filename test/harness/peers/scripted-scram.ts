/**
 * A SCRAM-SHA-256 server that tries the tricks of the cases. Written apart from the engine's own, straight from RFC 5802 section 3,
 * for the password "pencil".
 */
import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

export const SCRAM_TRICKS = [
  'honest',
  'badSignature',
  'noSignature',
  'foreignNonce',
  'shortNonce',
  'fewIterations',
  'manyIterations',
  'hugeSalt',
  'extension',
] as const;
export type ScramTrick = (typeof SCRAM_TRICKS)[number];

export interface ScramWire {
  line(): Promise<string | null>;
  write(text: string): void;
}

const base64 = (octets: string | Buffer) => Buffer.from(octets).toString('base64');

/** `first`: the AUTH line with its initial response. Ends with the server's last reply. */
export async function playScram(trick: ScramTrick, first: string, wire: ScramWire): Promise<void> {
  const clientFirst = Buffer.from(first.split(' ')[2] ?? '', 'base64').toString();
  const bare = clientFirst.replace(/^[^,]*,[^,]*,/, '');
  const clientNonce = /r=([^,]*)/.exec(bare)?.[1] ?? '';
  const nonce =
    trick === 'foreignNonce' ? 'somebodyElsesNonce' : trick === 'shortNonce' ? clientNonce : `${clientNonce}server`;
  const salt = Buffer.alloc(trick === 'hugeSalt' ? 2_000 : 16, 7);
  const iterations = trick === 'fewIterations' ? 1 : trick === 'manyIterations' ? 2_000_000_000 : 4_096;
  const serverFirst = `${trick === 'extension' ? 'm=new,' : ''}r=${nonce},s=${base64(salt)},i=${iterations}`;
  wire.write(`334 ${base64(serverFirst)}\r\n`);
  const answer = await wire.line();
  if (answer === null) return;
  if (answer === '*') return wire.write('501 cancelled\r\n');
  if (trick === 'noSignature') return wire.write('235 ok\r\n');
  const clientFinal = Buffer.from(answer, 'base64').toString();
  const authMessage = `${bare},${serverFirst},${clientFinal.replace(/,p=.*$/, '')}`;
  const salted = pbkdf2Sync('pencil', salt, 4_096, 32, 'sha256');
  const key = (label: string) => createHmac('sha256', salted).update(label).digest();
  const proof = Buffer.from(/,p=(.*)$/.exec(clientFinal)?.[1] ?? '', 'base64');
  const stored = createHash('sha256').update(key('Client Key')).digest();
  const mask = createHmac('sha256', stored).update(authMessage).digest();
  const right = key('Client Key').every((octet, i) => (octet ^ (mask[i] ?? 0)) === proof[i]);
  if (!right && trick === 'honest') return wire.write('535 5.7.8 no\r\n');
  const signature = createHmac('sha256', key('Server Key')).update(authMessage).digest();
  if (trick === 'badSignature') signature[0] = (signature[0] ?? 0) ^ 1;
  wire.write(`334 ${base64(`v=${base64(signature)}`)}\r\n`);
  const last = await wire.line();
  if (last !== null) wire.write(last === '' ? '235 ok\r\n' : '501 cancelled\r\n');
}
