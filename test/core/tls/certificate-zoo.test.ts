/** SEC-40, beyond the cases' own certificates: what is wrong with a chain or a name is named by its cause, alike under OpenSSL and BoringSSL. */
import { afterAll, describe, expect, it } from 'vitest';
import type { ChainError } from '../../../electron/protocol/values/session/tls.ts';
import { badTimes, makeZoo } from '../../harness/certificate-zoo.ts';
import { runCheck } from '../../harness/client-run.ts';
import { startTlsPeer, type TlsPeer } from '../../harness/peers/tls-peer.ts';

const zoo = makeZoo();

/** By the chain's name: what is wrong with the chain, and whether the certificate is for mx.test. */
const verdicts: Readonly<Record<string, readonly [chain: ChainError | null, named: boolean]>> = {
  'good, with an intermediate': [null, true],
  'good, without a stated purpose': [null, true],
  'good, for clients too': [null, true],
  'intermediate expired': ['expired', true],
  'intermediate not valid yet': ['not-yet-valid', true],
  'signed by a leaf': ['constraint-violated', true],
  'one intermediate too many': ['constraint-violated', true],
  'name not permitted': ['constraint-violated', true],
  'name excluded': ['constraint-violated', true],
  'name permitted': [null, true],
  'signature spoiled': ['bad-signature', true],
  'SHA-1 leaf': ['weak-signature', true],
  'SHA-1 intermediate': ['weak-signature', true],
  'weak intermediate': ['weak-key', true],
  'unknown root, sent along': ['untrusted-root', true],
  'issuer not sent': ['incomplete-chain', true],
  'for clients': ['wrong-purpose', true],
  'for e-mail': ['wrong-purpose', true],
  'critical extension of its own': ['other', true],
  'self-signed': ['self-signed', true],
  'self-signed and expired': ['expired', true],
  ...Object.fromEntries(
    Object.keys(badTimes).flatMap((what) => [
      [`until ${what}`, ['bad-time', true]],
      [`from ${what}`, ['bad-time', true]],
    ]),
  ),
  'intermediate until no time': ['bad-time', true],
  'until the year 9999': [null, true],
  'over before it begins': ['expired', true],
  'NUL in the name': [null, false],
  'a name with a comma': [null, false],
  'an e-mail address': [null, false],
  'a URI': [null, false],
  'a star alone': [null, false],
  'half a star': [null, false],
  'a star within': [null, false],
  'a final dot': [null, true],
  capitals: [null, true],
  'the common name alone': [null, false],
};

/** BoringSSL takes no certificate whose times are none: neither from a peer, which is a handshake that failed, nor of its own. */
const takesBadTimes = !('electron' in process.versions);
const cases = Object.entries(verdicts).filter(([, [chainError]]) => takesBadTimes || chainError !== 'bad-time');

describe('the zoo', () => {
  const peers: TlsPeer[] = [];
  afterAll(async () => {
    await Promise.all(peers.map((peer) => peer.close()));
  });

  it('has a verdict for every chain', () => {
    expect(Object.keys(verdicts)).toEqual(Object.keys(zoo.chains));
  });

  it.each(cases)('%s', async (what, [chainError, named]) => {
    const peer = await startTlsPeer(zoo.chains[what] ?? {});
    peers.push(peer);
    const run = await runCheck({
      connection: { target: `127.0.0.1:${peer.port}`, security: 'tls', servername: 'mx.test', ca: zoo.root },
    });
    const { info } = run.of('tls')[0] ?? {};
    expect({ code: info?.chainErrorCode, chainError: info?.chainError }).toMatchObject({ chainError });
    expect(info?.nameError === null).toBe(named);
    expect(info?.authorized).toBe(chainError === null && named);
    if (chainError === null && named) expect(run.error).toBeNull();
    else
      expect(run.error).toMatchObject({
        code: 'tls-failed',
        params: { check: chainError === null ? 'name' : 'chain' },
      });
    // It was looked at all the same, and nothing is ignored unless somebody says so.
    expect(run.of('capabilities')).toHaveLength(1);
  });

  it('no credential goes to any that failed', async () => {
    for (const [what, [chainError, named]] of cases) {
      if (chainError === null && named) continue;
      const peer = await startTlsPeer(zoo.chains[what] ?? {}, ['AUTH PLAIN LOGIN']);
      peers.push(peer);
      const run = await runCheck({
        connection: { target: `127.0.0.1:${peer.port}`, security: 'tls', servername: 'mx.test', ca: zoo.root },
        auth: { user: 'ann', password: 'geheimnis' },
      });
      expect(run.error, what).toMatchObject({ code: 'tls-failed', params: { withheld: true } });
      expect(
        run.sent.some((line) => line.startsWith('AUTH')),
        what,
      ).toBe(false);
    }
  });
});
