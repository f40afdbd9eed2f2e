/**
 * The header of the PROXY protocol (haproxy's proxy-protocol.txt, versions 1 and 2): the address of another client, said to the server
 * before anything else, as a load balancer does.
 */
import { Buffer } from 'node:buffer';
import { isIPv4 } from 'node:net';

export interface ProxySource {
  readonly version: 1 | 2;
  readonly address: string;
  readonly port: number;
}

interface Endpoint {
  readonly address: string;
  readonly port: number;
}

const SIGNATURE = Buffer.from('0d0a0d0a000d0a515549540a', 'hex');
/** Version 2, command PROXY. */
const VERSION_COMMAND = 0x21;
const TCP4 = 0x11;
const TCP6 = 0x21;

/** `destination`: where the connection goes. Addresses of two families are both written as IPv6, IPv4 in its mapped form. */
export function proxyHeader(source: ProxySource, destination: Endpoint): Buffer {
  const four = isIPv4(source.address) && isIPv4(destination.address);
  const ends = four ? [source, destination] : [mapped(source), mapped(destination)];
  const ports = ends.map(({ port }) => port);
  if (source.version === 1) {
    const addresses = ends.map(({ address }) => address);
    return Buffer.from(`PROXY ${four ? 'TCP4' : 'TCP6'} ${addresses.join(' ')} ${ports.join(' ')}\r\n`, 'latin1');
  }
  const octets = Buffer.concat(ends.map(({ address }) => Buffer.from(four ? octets4(address) : octets6(address))));
  const tail = Buffer.alloc(4);
  ports.forEach((port, index) => tail.writeUInt16BE(port, index * 2));
  const head = Buffer.from([VERSION_COMMAND, four ? TCP4 : TCP6, 0, octets.length + tail.length]);
  return Buffer.concat([SIGNATURE, head, octets, tail]);
}

function mapped({ address, port }: Endpoint): Endpoint {
  const [plain = ''] = address.split('%');
  return { address: isIPv4(plain) ? `::ffff:${plain}` : plain, port };
}

function octets4(address: string): number[] {
  return address.split('.').map(Number);
}

/** `address` is known to be an IPv6 address. */
function octets6(address: string): number[] {
  const dotted = /^(.*:)([0-9.]+)$/.exec(address);
  const tail = dotted === null ? [] : octets4(dotted[2] ?? '');
  const groups = dotted === null ? address : (dotted[1] ?? '').replace(/([^:]):$/, '$1');
  const [left = '', right] = groups.split('::');
  const words = (text: string) =>
    text === ''
      ? []
      : text.split(':').flatMap((word) => [Number.parseInt(word, 16) >> 8, Number.parseInt(word, 16) & 255]);
  const before = words(left);
  const after = [...words(right ?? ''), ...tail];
  return [...before, ...new Array<number>(16 - before.length - after.length).fill(0), ...after];
}
