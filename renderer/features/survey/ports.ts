/** The ports of a matrix as they are typed: numbers between blanks or commas, "/tls" after those that are for TLS from the first byte. */
import { MATRIX_PORTS, MATRIX_TLS_PORTS } from '../../../electron/protocol/values/survey/request.ts';
import { limits } from '../../../electron/protocol/values/survey/limits.ts';

export interface TypedPorts {
  readonly ports: readonly number[];
  readonly tlsPorts: readonly number[];
}

const MOST = MATRIX_PORTS.length + limits.matrix.ports;

export function readPorts(text: string): { ok: true; value: TypedPorts } | { ok: false; reason: string } {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '');
  if (words.length === 0) return { ok: false, reason: 'Name at least one port' };
  const ports = new Set<number>();
  const tlsPorts = new Set<number>();
  for (const word of words) {
    const [, digits, tls] = /^(\d{1,5})(\/tls)?$/i.exec(word) ?? [];
    const port = Number(digits ?? 0);
    if (port < 1 || port > 65_535) return { ok: false, reason: `“${word.slice(0, 20)}” is no port` };
    ports.add(port);
    if (tls !== undefined || MATRIX_TLS_PORTS.includes(port)) tlsPorts.add(port);
  }
  if (ports.size > MOST) return { ok: false, reason: `At most ${MOST} ports` };
  return { ok: true, value: { ports: [...ports], tlsPorts: [...tlsPorts] } };
}

export const portsText = ({ ports, tlsPorts }: TypedPorts): string =>
  ports
    .map((port) => (tlsPorts.includes(port) && !MATRIX_TLS_PORTS.includes(port) ? `${port}/tls` : `${port}`))
    .join(' ');

export const usualPorts = portsText({ ports: MATRIX_PORTS, tlsPorts: MATRIX_TLS_PORTS });
