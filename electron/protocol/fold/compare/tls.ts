/** Two TLS sessions: what was agreed, both verdicts, and the certificates one by one. */
import type { TlsInfo } from '../../values/session/tls.ts';
import { type Compared, item, sameSet, type Sides, comparable } from './parts.ts';

export function* encryption(sides: Sides): Generator<Compared> {
  const { tls: a } = sides.a;
  const { tls: b } = sides.b;
  if (!comparable(sides, a, b)) return;
  yield item(['tls', 'version'], a?.version ?? null, b?.version ?? null);
  if (a === null || b === null) return;
  yield item(['tls', 'cipher'], a.cipher, b.cipher);
  for (const name of ['keyExchange', 'alpn'] as const)
    if (a[name] !== null || b[name] !== null) yield item(['tls', name], a[name], b[name]);
  yield item(['tls', 'chainError'], a.chainError, b.chainError);
  // Names the host that it was compared with, so that two failures are never the same sentence.
  yield item(['tls', 'nameError'], a.nameError, b.nameError, (a.nameError === null) === (b.nameError === null));
  yield item(['tls', 'pinned'], a.pinned, b.pinned);
  yield* chains(a, b);
}

function* chains({ chain: a }: TlsInfo, { chain: b }: TlsInfo): Generator<Compared> {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const left = a[index];
    const right = b[index];
    const at = ['tls', 'chain', index] as const;
    yield item([...at, 'fingerprint256'], left?.fingerprint256 ?? null, right?.fingerprint256 ?? null);
    if (left === undefined || right === undefined || left.fingerprint256 === right.fingerprint256) continue;
    for (const name of ['subject', 'issuer', 'validTo', 'key'] as const)
      yield item([...at, name], left[name], right[name]);
    yield item([...at, 'altNames'], left.altNames, right.altNames, sameSet(left.altNames, right.altNames));
  }
}
