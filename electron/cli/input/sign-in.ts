/**
 * Signing in from a terminal (OAuth 2): the address or the code is shown on standard error, the browser is asked for, and what is granted stays
 * in memory. On a machine without a browser or a keychain it is said what to do instead.
 */
import type { SecretSource } from '../../core/ports.ts';
import type { FlowOptions, Grant } from '../../core/oauth/flows.ts';
import { signInFailure, type SignInWays } from '../../core/profiles/sign-in.ts';
import { oauthProvider } from '../../protocol/providers/oauth.ts';
import type { OAuthSettings } from '../../protocol/values/profiles/oauth.ts';
import { recordAgeText } from '../../texts/app/oauth.ts';
import { visible } from '../../texts/visible.ts';
import type { Terminal } from '../output/terminal.ts';
import { UsageError } from '../status.ts';
import { hasBrowser, openInBrowser } from './browser.ts';

/** What a person is shown. */
export function terminalWays({ err }: Terminal): Pick<SignInWays, 'open' | 'show'> {
  return {
    open: async (address) => {
      err.line('Sign in with the browser at this address; it comes back to this program by itself:');
      err.line(visible(address));
      if (!(await openInBrowser(address))) err.line('No browser could be started: open the address on this machine.');
    },
    show: ({ address, userCode, expiresAt }) => {
      err.line(`Open ${visible(address)} on any device and enter the code ${visible(userCode)}`);
      err.line(`The code is good until ${new Date(expiresAt).toISOString().slice(11, 16)}Z.`);
    },
  };
}

/**
 * Before anything is asked: a record that was to be read again says so, and a way that cannot be gone here is not begun.
 * @throws UsageError that says what to do instead
 */
export function checkWay({ provider, flow }: OAuthSettings, { err }: Terminal): void {
  const record = provider === null ? null : oauthProvider(provider);
  const due = record === null ? null : recordAgeText(record, new Date().toISOString().slice(0, 10));
  if (due !== null) err.line(`posthorn: ${due}`);
  if (flow !== 'code' || hasBrowser()) return;
  const device = record === null || record.scopes.device !== undefined;
  throw new UsageError(
    `there is no display here, and so no browser that could come back: ${
      device
        ? '--device signs in with a browser elsewhere'
        : `${record.name} grants mail to no device code, so get the token on a machine with a browser`
    }; or give an access token from elsewhere with --password-stdin or --password-env`,
  );
}

export interface TokenAsked {
  readonly settings: OAuthSettings;
  /** Of the client; null where it has none. */
  readonly clientSecret: string | null;
  readonly user: string;
  /** For the sentence of a failure. */
  readonly target: string;
}

/**
 * A token that is kept in this process alone, and renewed there where the server refuses it for its age.
 * Rejects with AppError `sign-in-failed`.
 */
export async function tokenInMemory(asked: TokenAsked, terminal: Terminal, signal: AbortSignal): Promise<SecretSource> {
  const { OAuthError } = await import('../../core/oauth/failure.ts');
  const { signInAsClient, signInByCode, signInByDevice, renew } = await import('../../core/oauth/flows.ts');
  const { openServer } = await import('../../core/oauth/server.ts');
  const { settings, clientSecret, user, target } = asked;
  const ways = terminalWays(terminal);
  const failing = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw error instanceof OAuthError ? signInFailure(error, target) : error;
    }
  };
  const get = (flow: FlowOptions): Promise<Grant> => {
    switch (settings.flow) {
      case 'device':
        return signInByDevice({ ...flow, show: ways.show });
      case 'client-credentials':
        return signInAsClient(flow);
      case 'code':
        return signInByCode({ ...flow, open: ways.open, user: user === '' ? null : user });
    }
  };
  const flow = await failing(async () => {
    checkWay(settings, terminal);
    return { server: await openServer(settings, clientSecret, signal), signal, now: Date.now };
  });
  let grant = await failing(() => get(flow));
  return {
    read: async () => grant.access,
    isToken: () => true,
    renew: async () => {
      const { refresh } = grant;
      if (refresh === null && settings.flow !== 'client-credentials') return false;
      grant = await failing(() => (refresh === null ? signInAsClient(flow) : renew(refresh, flow)));
      return true;
    },
  };
}
