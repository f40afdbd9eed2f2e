/** Secrets as a session needs them: asked for, and given up when the user stops; what they are is checked before anything is connected. */
import type { ClientSession } from '../session.ts';
import type { SecretSource } from '../../ports.ts';
import { type StepResult, cancelled, done, failed } from '../step.ts';
import { isEncryptedKey, readIdentity } from '../../tls/client-identity.ts';
import { hasControl } from '../../../protocol/parse/characters.ts';
import { utf8Bytes } from '../../wire/text.ts';
import { invalidArgument } from '../../wire/command.ts';
import { limits } from '../limits.ts';
import { onAbort } from '../../recording/on-abort.ts';

/**
 * Asked for once, however many connections need it: standard input has it once, and a keychain may ask its owner each time. Renewed
 * once too, whatever further connections find.
 */
export function readOnce(secret: SecretSource): SecretSource {
  let read: Promise<string> | null = null;
  let renewed = false;
  return {
    read: () => (read ??= secret.read()),
    isToken: () => secret.isToken?.() === true,
    renew: async () => {
      if (renewed || secret.renew === undefined) return false;
      renewed = true;
      const another = await secret.renew();
      if (another) read = null;
      return another;
    },
  };
}

/** null when the user stopped it meanwhile: a locked keychain may wait for its owner for ever. */
export function readSecret(secret: SecretSource, signal: AbortSignal): Promise<string | null> {
  return untilAborted(() => secret.read(), signal);
}

/** null when the signal came first; what the work comes to then is nobody's any more. */
export async function untilAborted<T>(work: () => Promise<T>, signal: AbortSignal): Promise<T | null> {
  if (signal.aborted) return null;
  let cancel = (): void => undefined;
  const aborted = new Promise<null>((resolve) => (cancel = () => resolve(null)));
  const lift = onAbort(signal, cancel);
  try {
    return await Promise.race([work(), aborted]);
  } finally {
    lift();
  }
}

/** The client certificate's key and the proxy's password, where the plan has a use for them. */
export async function readConnectionSecrets(session: ClientSession): Promise<StepResult<null>> {
  const { clientCertificate, proxy } = session.plan;
  if (clientCertificate === null && proxy === null) return done(null);
  const identity = await readClientIdentity(session);
  return identity.ok ? readProxyLogin(session) : identity;
}

async function readClientIdentity(session: ClientSession): Promise<StepResult<null>> {
  const { plan, privateParts, signal } = session;
  if (plan.clientCertificate === null) return done(null);
  if (privateParts.clientKey === undefined) return failed(invalidArgument('clientKey', null, 'missing'));
  const key = await readSecret(privateParts.clientKey, signal);
  if (key === null) return failed(cancelled(null));
  let passphrase: string | null = null;
  if (isEncryptedKey(key) && privateParts.clientKeyPassphrase !== undefined) {
    passphrase = await readSecret(privateParts.clientKeyPassphrase, signal);
    if (passphrase === null) return failed(cancelled(null));
  }
  const read = readIdentity(plan.clientCertificate, key, passphrase);
  if (!read.ok) return failed(invalidArgument(read.argument, null, read.reason));
  session.identity = read.identity;
  return done(null);
}

async function readProxyLogin(session: ClientSession): Promise<StepResult<null>> {
  const { plan, privateParts, signal } = session;
  const user = plan.proxy?.user ?? null;
  if (user === null) return done(null);
  let password = '';
  if (privateParts.proxyPassword !== undefined) {
    const read = await readSecret(privateParts.proxyPassword, signal);
    if (read === null) return failed(cancelled(null));
    password = read;
  }
  if (hasControl(password)) return failed(invalidArgument('proxyPassword', null, 'control-character'));
  if (utf8Bytes(password).length > limits.proxy.credential) {
    return failed(invalidArgument('proxyPassword', null, 'too-long'));
  }
  session.secrets.addSecret(password);
  session.secrets.addResponse(utf8Bytes(`${user}:${password}`));
  session.proxyLogin = { user, password };
  return done(null);
}
