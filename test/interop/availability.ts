/**
 * Whether the real servers and clients that a test needs are on this machine. Where one is missing the test is skipped and
 * says why; in continuous integration (CI=true) it fails instead, since there everything is installed (build/setup).
 */
import { describe, expect, test } from 'vitest';
import { findExim } from './servers/exim.ts';
import { findPostfixMaster } from './servers/postfix.ts';
import { findProgram, run } from './servers/tools.ts';

export type Need =
  | 'exim'
  | 'smtp-sink'
  | 'postfix'
  | 'dovecot'
  | 'cyrus'
  | 'python'
  | 'dkimpy'
  | 'swaks'
  | 'swaks-tls'
  | 'swaks-sasl'
  | 'msmtp'
  | 'gsasl'
  | 'curl'
  | 'bash'
  | 'dash'
  | 'zsh';

const inContinuousIntegration = !['', '0', 'false'].includes(process.env.CI ?? '');

/** Null when it can be used, else the reason in words. */
const reasons: Record<Need, () => Promise<string | null>> = {
  async postfix() {
    if (process.platform !== 'linux') return 'private Postfix instances are tried on Linux only';
    if ((await findPostfixMaster()) === null) return 'Postfix is not installed';
    return process.getuid?.() === 0 ? null : 'a private Postfix needs root';
  },
  async dovecot() {
    if (process.platform !== 'linux') return 'private Dovecot instances are tried on Linux only';
    if ((await findProgram('dovecot')) === null) return 'Dovecot is not installed';
    if ((await findProgram('lmtp', ['/usr/lib/dovecot', '/usr/libexec/dovecot'])) === null)
      return 'Dovecot has no LMTP here';
    if ((await findProgram('openssl')) === null) return 'openssl is not installed';
    return process.getuid?.() === 0 ? null : 'a private Dovecot needs root';
  },
  async exim() {
    if (process.platform !== 'linux') return 'a private Exim is tried on Linux only';
    if ((await findExim()) === null) return 'Exim is not unpacked (npm test does that, as root on Debian)';
    return process.getuid?.() === 0 ? null : 'a private Exim needs root';
  },
  async 'smtp-sink'() {
    return (await findProgram('smtp-sink')) === null ? 'smtp-sink (of Postfix) is not installed' : null;
  },
  async python() {
    return (await findProgram('python3')) === null ? 'Python 3 is not installed' : null;
  },
  async dkimpy() {
    return run('/usr/bin/python3', ['-c', 'import dkim, nacl']).then(
      () => null,
      () => 'dkimpy is not installed (python3-dkim, python3-nacl)',
    );
  },
  async swaks() {
    return (await findProgram('swaks')) === null ? 'swaks is not installed' : null;
  },
  'swaks-tls': () => perlHas('swaks cannot speak TLS here', 'Net::SSLeay'),
  'swaks-sasl': () => perlHas('swaks knows PLAIN and LOGIN alone here', 'Digest::HMAC_MD5', 'Authen::SASL'),
  cyrus: () => programs('saslpasswd2'),
  msmtp: () => programs('msmtp'),
  gsasl: () => programs('gsasl'),
  curl: () => programs('curl'),
  bash: () => programs('bash'),
  dash: () => programs('dash'),
  zsh: () => programs('zsh'),
};

async function programs(name: string): Promise<string | null> {
  return (await findProgram(name)) === null ? `${name} is not installed` : null;
}

async function perlHas(consequence: string, ...modules: readonly string[]): Promise<string | null> {
  const perl = await findProgram('perl');
  if (perl === null) return 'perl is not installed';
  return run(perl, [...modules.map((name) => `-M${name}`), '-e', '1']).then(
    () => null,
    () => `${consequence}: a Perl module of ${modules.join(', ')} is missing`,
  );
}

async function missing(needs: readonly Need[]): Promise<string[]> {
  const found = await Promise.all(needs.map((need) => reasons[need]()));
  return found.filter((reason) => reason !== null);
}

/** A describe block that runs only with what it needs. The reason of a skip stands in the test's name. */
export async function describeWith(needs: readonly Need[], name: string, body: () => void): Promise<void> {
  const absent = await missing(needs);
  if (absent.length === 0) {
    describe(name, body);
    return;
  }
  const reason = absent.join('; ');
  if (inContinuousIntegration) test(`${name}: everything it needs is here`, () => expect(reason).toBe(''));
  else test.skip(`${name} (skipped: ${reason})`, () => undefined);
}
