/** What a kept secret is bound to: one change of each option, and whether it still goes. */
import { beforeAll, describe, expect, test } from 'vitest';
import { bindingFor, differences, type SecretUse } from '../../../electron/core/profiles/secret-binding.ts';
import {
  BOUND_FIELDS,
  SECRET_KINDS,
  type BoundField,
  type SecretKind,
} from '../../../electron/protocol/values/profiles/profile.ts';
import type { OAuthSettings } from '../../../electron/protocol/values/profiles/oauth.ts';
import type { AuthOptions, ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import { makeCertificates, testAuthority, testCertificate } from '../../harness/certificates.ts';

beforeAll(makeCertificates);

type Field = keyof ConnectionOptions | keyof AuthOptions | 'ownServer' | 'tokenServer' | 'clientId';
interface Asked extends Partial<ConnectionOptions & AuthOptions> {
  readonly ownServer?: boolean;
  readonly oauth?: Partial<OAuthSettings>;
}
/** What was asked for when the secret was kept, what is asked for now, and what of it differs; the other way round where that matters. */
interface Case {
  readonly kept?: Asked;
  readonly asked: Asked;
  readonly differs: readonly BoundField[];
  readonly back: readonly BoundField[];
}

const client: OAuthSettings = { provider: 'microsoft', clientId: 'ours', scopes: ['smtp'], flow: 'code' };

function use({ ownServer = false, oauth = {}, ...more }: NonNullable<Case['kept']>): SecretUse {
  const { user, authzid, mechanisms, tryAllMechanisms, initialResponse, channelBinding, allowClear, ...rest } = more;
  const auth = {
    user: user ?? 'ann',
    authzid,
    mechanisms,
    tryAllMechanisms,
    initialResponse,
    channelBinding,
    allowClear,
  };
  const given = Object.fromEntries(Object.entries(auth).filter(([, value]) => value !== undefined)) as AuthOptions;
  return {
    connection: { target: 'mail.example.org:587', security: 'starttls', ...rest },
    auth: given,
    ownServer,
    oauth: { ...client, ...oauth },
  };
}

/** Every option has a case: a new one does not compile without. */
const cases = (): Record<Field, readonly Case[]> => {
  const ca = testAuthority();
  const { cert } = testCertificate('clienteku');
  const bound = (field: BoundField, asked: Case['asked']): Case => ({ asked, differs: [field], back: [field] });
  /** Taking it away again is no harm. */
  const weaker = (field: BoundField, asked: Case['asked']): Case => ({ asked, differs: [field], back: [] });
  const free = (asked: Case['asked']): Case => ({ asked, differs: [], back: [] });
  return {
    target: [
      bound('target', { target: 'mail.example.org:588' }),
      bound('target', { target: 'mail.example.net:587' }),
      bound('target', { target: '[::1]:587' }),
      { asked: { target: '/run/lmtp' }, differs: ['target', 'protocol'], back: ['target', 'protocol'] },
      free({ target: 'MAIL.example.org.:587' }),
      free({ target: ' smtp://mail.example.org:587/ ' }),
    ],
    protocol: [bound('protocol', { protocol: 'lmtp' })],
    security: [
      bound('security', { security: 'none' }),
      bound('security', { security: 'starttls-if-offered' }),
      bound('security', { security: 'tls' }),
      { kept: { security: 'starttls-if-offered' }, asked: { security: 'auto' }, differs: [], back: [] },
      {
        kept: { target: 'x.example', security: 'auto' },
        asked: { target: 'x.example:465' },
        differs: ['target', 'security'],
        back: ['target', 'security'],
      },
    ],
    mx: [bound('mx', { mx: true }), free({ mx: false })],
    dnsServer: [bound('dnsServer', { dnsServer: '192.0.2.53' })],
    proxy: [bound('proxy', { proxy: 'socks5://192.0.2.1' })],
    localAddress: [bound('localAddress', { localAddress: '192.0.2.7' })],
    servername: [bound('servername', { servername: 'other.example' })],
    ca: [
      weaker('ca', { ca }),
      { kept: { ca }, asked: { ca: `${ca}\n${cert}` }, differs: ['ca'], back: ['ca'] },
      { kept: { ca }, asked: { ca: `words\r\n${ca.replaceAll('\n', '\r\n')}` }, differs: [], back: [] },
    ],
    acceptCertificate: [
      weaker('acceptCertificate', { acceptCertificate: 'a'.repeat(64) }),
      {
        kept: { acceptCertificate: 'ab'.repeat(32) },
        asked: { acceptCertificate: Array<string>(32).fill('AB').join(':') },
        differs: [],
        back: [],
      },
    ],
    insecure: [weaker('insecure', { insecure: true })],
    clientCertificate: [bound('clientCertificate', { clientCertificate: cert })],
    tlsMin: [
      weaker('tlsMin', { tlsMin: 'TLSv1' }),
      { asked: { tlsMin: 'TLSv1.3' }, differs: [], back: ['tlsMin'] },
      { kept: { tlsMin: 'TLSv1.1' }, asked: { tlsMin: 'TLSv1' }, differs: ['tlsMin'], back: [] },
    ],
    tlsMax: [free({ tlsMax: 'TLSv1.2' }), weaker('tlsMin', { tlsMax: 'TLSv1.1' })],
    heloOnly: [weaker('heloOnly', { heloOnly: true })],
    user: [bound('user', { user: 'bob' })],
    authzid: [bound('authzid', { authzid: 'boss' })],
    mechanisms: [
      { asked: { mechanisms: ['PLAIN'] }, differs: [], back: ['mechanisms'] },
      {
        kept: { mechanisms: ['SCRAM-SHA-256', 'PLAIN'] },
        asked: { mechanisms: ['plain'] },
        differs: [],
        back: ['mechanisms'],
      },
      free({ mechanisms: [] }),
    ],
    allowClear: [weaker('allowClear', { allowClear: true })],
    ownServer: [weaker('ownServer', { ownServer: true })],
    tokenServer: [
      bound('tokenServer', { oauth: { provider: 'google' } }),
      bound('tokenServer', { oauth: { tenant: 'example.org' } }),
      bound('tokenServer', { oauth: { provider: null, issuer: 'https://login.example.org' } }),
      free({ oauth: { scopes: ['other'], flow: 'device' } }),
    ],
    clientId: [bound('clientId', { oauth: { clientId: 'theirs' } })],
    tryAllMechanisms: [free({ tryAllMechanisms: true })],
    initialResponse: [free({ initialResponse: true })],
    channelBinding: [free({ channelBinding: 'tls-unique' })],
    family: [free({ family: 6 })],
    everyAddress: [free({ everyAddress: true })],
    ehloName: [free({ ehloName: 'me.example' })],
    timeouts: [free({ timeouts: { reply: 1 } })],
    xclient: [free({ xclient: { NAME: 'x' } })],
    xforward: [free({ xforward: { NAME: 'x' } })],
    proxyProtocol: [free({ proxyProtocol: { version: 1, address: '192.0.2.1', port: 1 } })],
    quitAfter: [free({ quitAfter: 'ehlo' })],
    dropAfter: [free({ dropAfter: 'ehlo' })],
    noSni: [free({ noSni: true })],
  };
};

/** Of which kinds each field decides. */
const ofLogin: readonly BoundField[] = ['user', 'authzid', 'mechanisms', 'allowClear'];
const concerns = (kind: SecretKind, field: BoundField): boolean => {
  const ofTokens = field === 'tokenServer' || field === 'clientId';
  if (ofTokens || kind === 'refresh-token' || kind === 'client-secret')
    return ofTokens && (kind === 'refresh-token' || kind === 'client-secret');
  if (ofLogin.includes(field)) return kind === 'password' || kind === 'token';
  return field !== 'clientCertificate' || kind === 'client-key' || kind === 'passphrase';
};

describe('a kept secret', () => {
  test('has a case for every field that is bound', () => {
    expect(Object.keys(cases())).toEqual(expect.arrayContaining([...BOUND_FIELDS]));
  });

  test.each(SECRET_KINDS)('%s: goes where it was kept for, and nowhere else', (kind) => {
    for (const [field, list] of Object.entries(cases())) {
      for (const { kept = {}, asked, differs, back } of list) {
        const before = use(kept);
        const after = use({ ...kept, ...asked });
        const expected = (fields: readonly BoundField[]) => fields.filter((each) => concerns(kind, each)).sort();
        const found = (a: SecretUse, b: SecretUse) => differences(kind, bindingFor(kind, a), b).sort();
        const words = `${field} ${JSON.stringify(asked).slice(0, 80)}`;
        expect(found(before, before), words).toEqual([]);
        expect(found(before, after), words).toEqual(expected(differs));
        expect(found(after, before), `${words}, back`).toEqual(expected(back));
      }
    }
  });

  test('that was kept without a user goes to no user', () => {
    const none = { ...use({}), auth: null };
    expect(differences('password', bindingFor('password', none), use({}))).toEqual(['user']);
    expect(differences('proxy-password', bindingFor('proxy-password', none), use({}))).toEqual([]);
  });

  test('is bound in words that hold no certificate, and only what is not as usual', () => {
    expect(bindingFor('password', use({}))).toEqual({
      target: 'mail.example.org:587',
      protocol: 'smtp',
      security: 'starttls',
      user: 'ann',
    });
    expect(bindingFor('client-key', use({ ca: testAuthority() })).ca).toMatch(/^[0-9a-f]{64}$/);
  });

  test('with a target that cannot be read, goes to nothing that can', () => {
    const odd = use({ target: 'a b' });
    expect(differences('password', bindingFor('password', odd), use({}))).toContain('target');
    expect(differences('password', bindingFor('password', use({})), odd)).toContain('target');
  });
});
