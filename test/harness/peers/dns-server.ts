/** A DNS server for tests: answers over UDP on loopback from a zone given as data, so that real queries and real answers are exercised. */
import { type RemoteInfo, type Socket, createSocket } from 'node:dgram';
import { addressBytes } from '../../../electron/protocol/parse/ip.ts';

export interface ZoneEntry {
  readonly mx?: readonly (readonly [preference: number, exchange: string])[];
  readonly a?: readonly string[];
  readonly aaaa?: readonly string[];
  readonly cname?: string;
  /** Instead of an answer: SERVFAIL, REFUSED, or none at all. */
  readonly fails?: 'servfail' | 'refused' | 'silent';
}
/** By name without its final dot, lower case. What is not in it does not exist. */
export type Zone = Readonly<Record<string, ZoneEntry>>;

export interface DnsServer {
  /** "127.0.0.1:port" */
  readonly address: string;
  /** "MX example.test", in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

const types = { A: 1, CNAME: 5, MX: 15, AAAA: 28 } as const;
const codes = { ok: 0, servfail: 2, nxdomain: 3, refused: 5 } as const;

export async function startDns(zone: Zone): Promise<DnsServer> {
  const asked: string[] = [];
  const socket: Socket = createSocket('udp4');
  socket.on('message', (query: Buffer, from: RemoteInfo) => {
    const { name, type, end } = readQuestion(query);
    const typeName = Object.entries(types).find(([, number]) => number === type)?.[0] ?? String(type);
    asked.push(`${typeName} ${name}`);
    const entry = Object.hasOwn(zone, name.toLowerCase()) ? zone[name.toLowerCase()] : undefined;
    if (entry?.fails === 'silent') return;
    const code = entry === undefined ? codes.nxdomain : entry.fails === undefined ? codes.ok : codes[entry.fails];
    const records = entry === undefined || code !== codes.ok ? [] : recordsOf(zone, name, entry, type);
    const head = Buffer.alloc(12);
    query.copy(head, 0, 0, 2);
    // A response, authoritative, recursion available.
    head.writeUInt16BE(0x8580 | code, 2);
    head.writeUInt16BE(1, 4);
    head.writeUInt16BE(records.length, 6);
    socket.send(Buffer.concat([head, query.subarray(12, end), ...records]), from.port, from.address);
  });
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    asked,
    close: () => new Promise((resolve) => socket.close(resolve)),
  };
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.'), type: query.readUInt16BE(at + 1), end: at + 5 };
}

/** An alias is answered with the alias and what it leads to, as a resolver does. */
function recordsOf(zone: Zone, name: string, entry: ZoneEntry, type: number): Buffer[] {
  if (entry.cname !== undefined) {
    const alias = record(name, types.CNAME, nameBytes(entry.cname));
    const target = zone[entry.cname];
    return type === types.CNAME || target === undefined
      ? [alias]
      : [alias, ...recordsOf(zone, entry.cname, target, type)];
  }
  if (type === types.MX)
    return (entry.mx ?? []).map(([preference, exchange]) =>
      record(name, type, Buffer.concat([Buffer.of(preference >> 8, preference & 0xff), nameBytes(exchange)])),
    );
  const addresses = type === types.A ? entry.a : type === types.AAAA ? entry.aaaa : undefined;
  return (addresses ?? []).map((address) => record(name, type, Buffer.from(addressBytes(address) ?? [])));
}

function nameBytes(name: string): Buffer {
  const labels = name === '' || name === '.' ? [] : name.split('.');
  return Buffer.concat([
    ...labels.map((label) => Buffer.concat([Buffer.of(label.length), Buffer.from(label)])),
    Buffer.of(0),
  ]);
}

function record(name: string, type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(10);
  head.writeUInt16BE(type, 0);
  head.writeUInt16BE(1, 2);
  head.writeUInt32BE(60, 4);
  head.writeUInt16BE(data.length, 8);
  return Buffer.concat([nameBytes(name), head, data]);
}
