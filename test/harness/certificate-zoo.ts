/** Chains that are wrong in ways the openssl program does not easily make: each is written octet by octet, in the test's own process. */
import { type KeyObject, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import {
  bitString,
  boolean,
  context,
  contextString,
  type Der,
  integer,
  octetString,
  oid,
  sequence,
  set,
  smallInteger,
  time,
  utf8String,
} from '../../electron/core/tls/authority/der.ts';

interface Keys {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

interface Party {
  readonly subject: string;
  readonly keys: Keys;
}

interface Wanted extends Party {
  /** null: itself. */
  readonly issuer: Party | null;
  readonly extensions: readonly Der[];
  /** Days from now. */
  readonly from?: number;
  readonly to?: number;
  readonly hash?: 'sha256' | 'sha1';
  readonly spoiled?: boolean;
  /** In place of the two times: what stands there, octet by octet. */
  readonly times?: readonly [Der, Der];
}

export interface Chain {
  /** PEM of the key and of what the server sends, leaf first. */
  readonly key: string;
  readonly cert: string;
}

const DAY = 86_400_000;
const algorithms = {
  ec: { sha256: '1.2.840.10045.4.3.2', sha1: '1.2.840.10045.4.1' },
  rsa: { sha256: '1.2.840.113549.1.1.11', sha1: '1.2.840.113549.1.1.5' },
} as const;
const nullValue: Der = Buffer.of(5, 0);

const name = (commonName: string): Der => sequence(set(sequence(oid('2.5.4.3'), utf8String(commonName))));

const day = (days: number): Date => new Date(Date.now() + days * DAY);

function certificate(wanted: Wanted): string {
  const issuer = wanted.issuer ?? wanted;
  const kind = issuer.keys.privateKey.asymmetricKeyType === 'rsa' ? 'rsa' : 'ec';
  const hash = wanted.hash ?? 'sha256';
  const algorithm = sequence(oid(algorithms[kind][hash]), ...(kind === 'rsa' ? [nullValue] : []));
  const body = sequence(
    context(0, smallInteger(2)),
    integer(Buffer.concat([Buffer.of(0x40), randomBytes(12)])),
    algorithm,
    name(issuer.subject),
    sequence(...(wanted.times ?? [time(day(wanted.from ?? -1)), time(day(wanted.to ?? 30))])),
    name(wanted.subject),
    wanted.keys.publicKey.export({ type: 'spki', format: 'der' }),
    context(3, sequence(...wanted.extensions)),
  );
  const signature = sign(hash, wanted.spoiled === true ? body.subarray(1) : body, issuer.keys.privateKey);
  const base64 = sequence(body, algorithm, bitString(signature)).toString('base64');
  return `-----BEGIN CERTIFICATE-----\n${base64.replace(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`;
}

const extension = (id: string, critical: boolean, value: Der): Der =>
  sequence(oid(id), ...(critical ? [boolean(true)] : []), octetString(value));
const authority = (pathLength?: number): Der =>
  extension(
    '2.5.29.19',
    true,
    sequence(boolean(true), ...(pathLength === undefined ? [] : [smallInteger(pathLength)])),
  );
const leafOnly = extension('2.5.29.19', true, sequence());
const signs = extension('2.5.29.15', true, bitString(Buffer.of(0x06), 1));
const alternatives = (names: readonly Der[]): Der => extension('2.5.29.17', false, sequence(...names));
const altName = (tag: number, text: string): Der => alternatives([contextString(tag, Buffer.from(text, 'latin1'))]);
const dns = (text: string): Der => altName(2, text);
const usage = (...purposes: string[]): Der => extension('2.5.29.37', false, sequence(...purposes.map(oid)));
const constrained = (kind: 0 | 1, domain: string): Der =>
  extension('2.5.29.30', true, sequence(context(kind, sequence(contextString(2, Buffer.from(domain))))));

const SERVER = '1.3.6.1.5.5.7.3.1';
const CLIENT = '1.3.6.1.5.5.7.3.2';
const EMAIL = '1.3.6.1.5.5.7.3.4';

/** UTCTime (0x17) or GeneralizedTime (0x18) of any text. */
const rawTime = (tag: 0x17 | 0x18, text: string): Der =>
  Buffer.concat([Buffer.of(tag, text.length), Buffer.from(text, 'latin1')]);

/** What may stand where RFC 5280 section 4.1.2.5 wants a time, and is none. */
export const badTimes: Readonly<Record<string, Der>> = {
  'month 13': rawTime(0x17, '261301000000Z'),
  'no digits': rawTime(0x17, 'not a time!!Z'),
  'no zone': rawTime(0x18, '20400101000000'),
  nothing: rawTime(0x17, ''),
  'a year of six digits': rawTime(0x18, '1000000101000000Z'),
  'control characters': rawTime(0x18, '2040\r\n01000000Z'),
};

/** An authority of the test's own, as PEM, and certificates by it for any names. */
export function makeAuthority(subject: string): {
  readonly root: string;
  readonly leafFor: (commonName: string, ...names: string[]) => Chain;
} {
  const ec = (): Keys => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const issuer: Party = { subject, keys: ec() };
  return {
    root: certificate({ ...issuer, issuer: null, extensions: [authority(), signs], from: -30, to: 300 }),
    leafFor(commonName, ...names) {
      const keys = ec();
      const listed = names.map((text) => contextString(2, Buffer.from(text, 'latin1')));
      const extensions = [leafOnly, usage(SERVER), ...(names.length === 0 ? [] : [alternatives(listed)])];
      return {
        key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
        cert: certificate({ subject: commonName, keys, issuer, extensions }),
      };
    },
  };
}

/** Every chain is for mx.test and would be trusted by `root`, were it not for what its name says. */
export function makeZoo(): { readonly root: string; readonly chains: Readonly<Record<string, Chain>> } {
  const ec = (): Keys => generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const root: Party = { subject: 'Zoo Root', keys: ec() };
  const inter: Party = { subject: 'Zoo Intermediate', keys: ec() };
  const second: Party = { subject: 'Zoo Second', keys: ec() };
  const small: Party = { subject: 'Zoo Small', keys: generateKeyPairSync('rsa', { modulusLength: 1024 }) };
  const leaf: Party = { subject: 'mx.test', keys: ec() };
  const stranger: Party = { subject: 'Zoo Stranger', keys: ec() };
  const key = leaf.keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const served = [leafOnly, usage(SERVER), dns('mx.test')];
  const by = (issuer: Party, more: Partial<Wanted> = {}): string =>
    certificate({ ...leaf, issuer, extensions: served, ...more });
  const signer = (more: Partial<Wanted> = {}): string =>
    certificate({ ...inter, issuer: root, extensions: [authority(), signs], ...more });
  const chain = (...certificates: string[]): Chain => ({ key, cert: certificates.join('') });
  const withExtensions = (...extensions: Der[]): Chain => chain(by(root, { extensions }));
  return {
    root: certificate({ ...root, issuer: null, extensions: [authority(), signs], from: -30, to: 300 }),
    chains: {
      'good, with an intermediate': chain(by(inter), signer()),
      'good, without a stated purpose': withExtensions(leafOnly, dns('mx.test')),
      'good, for clients too': withExtensions(leafOnly, usage(CLIENT, SERVER), dns('mx.test')),
      'intermediate expired': chain(by(inter), signer({ from: -20, to: -10 })),
      'intermediate not valid yet': chain(by(inter), signer({ from: 10, to: 20 })),
      'signed by a leaf': chain(by(inter), signer({ extensions: [leafOnly] })),
      'one intermediate too many': chain(
        by(second),
        certificate({ ...second, issuer: inter, extensions: [authority(), signs] }),
        signer({ extensions: [authority(0), signs] }),
      ),
      'name not permitted': chain(
        by(inter),
        signer({ extensions: [authority(), signs, constrained(0, 'other.test')] }),
      ),
      'name excluded': chain(by(inter), signer({ extensions: [authority(), signs, constrained(1, 'mx.test')] })),
      'name permitted': chain(by(inter), signer({ extensions: [authority(), signs, constrained(0, 'test')] })),
      'signature spoiled': chain(by(inter, { spoiled: true }), signer()),
      'SHA-1 leaf': chain(by(root, { hash: 'sha1' })),
      'SHA-1 intermediate': chain(by(inter), signer({ hash: 'sha1' })),
      'weak intermediate': chain(by(small), certificate({ ...small, issuer: root, extensions: [authority(), signs] })),
      'unknown root, sent along': chain(
        by(stranger),
        certificate({ ...stranger, issuer: null, extensions: [authority(), signs] }),
      ),
      'issuer not sent': chain(by(inter)),
      'for clients': withExtensions(leafOnly, usage(CLIENT), dns('mx.test')),
      'for e-mail': withExtensions(leafOnly, usage(EMAIL), dns('mx.test')),
      'critical extension of its own': withExtensions(
        ...served,
        extension('1.3.6.1.4.1.55555.1', true, octetString(Buffer.from('x'))),
      ),
      'self-signed': chain(certificate({ ...leaf, issuer: null, extensions: served })),
      'self-signed and expired': chain(certificate({ ...leaf, issuer: null, extensions: served, from: -20, to: -10 })),
      ...Object.fromEntries(
        Object.entries(badTimes).flatMap(([what, bad]) => [
          [`until ${what}`, chain(by(root, { times: [time(day(-1)), bad] }))],
          [`from ${what}`, chain(by(root, { times: [bad, time(day(30))] }))],
        ]),
      ),
      'intermediate until no time': chain(by(inter), signer({ times: [time(day(-1)), rawTime(0x17, 'xx')] })),
      'until the year 9999': chain(by(root, { times: [time(day(-1)), rawTime(0x18, '99991231235959Z')] })),
      'over before it begins': chain(by(root, { from: 5, to: -5 })),
      'NUL in the name': withExtensions(leafOnly, usage(SERVER), dns('mx.test\0.evil.example')),
      'a name with a comma': withExtensions(leafOnly, usage(SERVER), dns('x, DNS:mx.test')),
      'an e-mail address': withExtensions(leafOnly, usage(SERVER), altName(1, 'mx.test')),
      'a URI': withExtensions(leafOnly, usage(SERVER), altName(6, 'https://mx.test')),
      'a star alone': withExtensions(leafOnly, usage(SERVER), dns('*')),
      'half a star': withExtensions(leafOnly, usage(SERVER), dns('m*.test')),
      'a star within': withExtensions(leafOnly, usage(SERVER), dns('mx.*')),
      'a final dot': withExtensions(leafOnly, usage(SERVER), dns('mx.test.')),
      capitals: withExtensions(leafOnly, usage(SERVER), dns('MX.TEST')),
      'the common name alone': withExtensions(leafOnly, usage(SERVER)),
    },
  };
}
