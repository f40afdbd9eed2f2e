/**
 * Tokens of profiles: signing in, renewing before they end, signing out. The tokens go from the authorization server to where secrets are
 * kept and nowhere else; what is known of them (whose, until when, what for) is written into the profile.
 */
import { AppError } from '../../protocol/values/app-error.ts';
import { oauthProvider } from '../../protocol/providers/oauth.ts';
import type { OAuthProvider } from '../../protocol/providers/oauth-types.ts';
import type { OAuthFailure, OAuthSettings, SignedIn } from '../../protocol/values/profiles/oauth.ts';
import type { Profile } from '../../protocol/values/profiles/profile.ts';
import { OAuthError } from '../oauth/failure.ts';
import type { DeviceCode, FlowOptions, Grant } from '../oauth/flows.ts';
import { limits } from '../oauth/limits.ts';
import type { ProfileStore } from '../ports.ts';
import { markSignedIn, profileIn, type ProfileBook } from './book.ts';
import { KeyedTurns } from './keyed-turns.ts';
import type { ProfileSecrets } from './secrets.ts';

export interface ProfileSignInOptions {
  readonly secrets: ProfileSecrets;
  readonly change: ProfileStore['change'];
  readonly book: () => Promise<ProfileBook>;
  /** Milliseconds since 1970; the clock of this machine unless a test says otherwise. */
  readonly now?: () => number;
  /** Another list of providers, for tests. */
  readonly providerOf?: (id: string) => OAuthProvider | null;
}

/** How a person takes part. */
export interface SignInWays {
  /** Shows the address and opens it in the system's browser. */
  readonly open: (url: string) => Promise<void>;
  readonly show: (code: DeviceCode) => void;
  readonly signal: AbortSignal;
  /** `session`: not beyond the end of this program. */
  readonly where: 'keychain' | 'session';
}

/** For the window and the command line: the reason, and what the server said. */
export function signInFailure(error: OAuthError, name: string): AppError {
  const { reason, params, refusal } = error;
  return new AppError('sign-in-failed', {
    ...params,
    reason,
    name,
    ...(refusal === null
      ? {}
      : {
          error: refusal.error,
          ...(refusal.description === null ? {} : { description: refusal.description }),
          ...(refusal.status === null ? {} : { status: refusal.status }),
          ...(refusal.aadsts === null ? {} : { aadsts: refusal.aadsts }),
        }),
  });
}

const incomplete = (argument: string): OAuthError => new OAuthError('incomplete' satisfies OAuthFailure, { argument });

export class ProfileSignIn {
  readonly #options: ProfileSignInOptions;
  /** By profile: two runs that find the same token ended renew it once. */
  readonly #turns = new KeyedTurns();

  constructor(options: ProfileSignInOptions) {
    this.#options = options;
  }

  /** Rejects with AppError `sign-in-failed`, `profile-not-found`, and what the keychain says; what it kept by then is replaced by the next. */
  async signIn(id: string, ways: SignInWays): Promise<SignedIn> {
    const profile = profileIn(await this.#options.book(), id);
    return this.#failing(profile, async () => {
      // Known before somebody has signed in for nothing.
      if (ways.where === 'keychain') await this.#options.secrets.ready(id);
      const grant = await this.#grant(profile, ways);
      const { secrets, change, now = Date.now } = this.#options;
      await secrets.set(id, 'token', grant.access, ways.where);
      if (grant.refresh === null) await secrets.remove(id, 'refresh-token');
      else await secrets.set(id, 'refresh-token', grant.refresh, ways.where);
      const signedIn = described(grant, profile.content.oauth?.flow === 'client-credentials', now());
      await change(markSignedIn(id, signedIn));
      return signedIn;
    });
  }

  /**
   * A token that ends within two minutes, or any with `force`. Whether there is a new one; false also where renewing failed and the old
   * one is still good. Rejects as signIn does.
   */
  renew(id: string, force: boolean): Promise<boolean> {
    return this.#turns.next(id, async () => {
      const profile = profileIn(await this.#options.book(), id);
      const { signedIn, content } = profile;
      const { now = Date.now } = this.#options;
      if (signedIn === null || signedIn === undefined || content.oauth === null || content.oauth === undefined)
        return false;
      const left = signedIn.until === null ? Infinity : Date.parse(signedIn.until) - now();
      if (!signedIn.renewable || (!force && left > limits.oauth.renewBefore)) return false;
      try {
        await this.#failing(profile, () => this.#renewed(profile, content.oauth ?? null, signedIn));
        return true;
      } catch (error) {
        if (!force && left > 0 && error instanceof AppError && error.code === 'sign-in-failed') return false;
        throw error;
      }
    });
  }

  /** Forgets the tokens, after the server was asked to revoke them where it can. Whether it revoked them. */
  async signOut(id: string, signal: AbortSignal): Promise<boolean> {
    const profile = profileIn(await this.#options.book(), id);
    const { secrets, change } = this.#options;
    let revoked = false;
    try {
      const refresh = await secrets.ofTokens(id, 'refresh-token');
      if (refresh !== null)
        revoked = await this.#failing(profile, async () => {
          const { revoke } = await import('../oauth/flows.ts');
          return revoke(refresh, await this.#flow(profile, signal));
        });
    } finally {
      await secrets.remove(id, 'refresh-token');
      await secrets.remove(id, 'token');
      await change(markSignedIn(id, null));
    }
    return revoked;
  }

  async #renewed(profile: Profile, oauth: OAuthSettings | null, before: SignedIn): Promise<void> {
    const { secrets, change, now = Date.now } = this.#options;
    const { renew, signInAsClient } = await import('../oauth/flows.ts');
    const itself = oauth?.flow === 'client-credentials';
    const refresh = itself ? null : await secrets.ofTokens(profile.id, 'refresh-token');
    if (!itself && refresh === null) throw new OAuthError('not-renewable');
    const flow = await this.#flow(profile, AbortSignal.timeout(limits.oauth.request));
    const grant = refresh === null ? await signInAsClient(flow) : await renew(refresh, flow);
    // The new refresh token first: where they rotate the old one is used up.
    if (refresh !== null && grant.refresh !== null && grant.refresh !== refresh)
      await secrets.replaceToken(profile.id, 'refresh-token', grant.refresh);
    await secrets.replaceToken(profile.id, 'token', grant.access);
    const after = described(grant, itself, now());
    await change(markSignedIn(profile.id, { ...after, as: after.as ?? before.as, at: before.at }));
  }

  async #grant(profile: Profile, ways: SignInWays): Promise<Grant> {
    const flow = await this.#flow(profile, ways.signal);
    const { signInAsClient, signInByCode, signInByDevice } = await import('../oauth/flows.ts');
    switch (profile.content.oauth?.flow) {
      case 'device':
        return signInByDevice({ ...flow, show: ways.show });
      case 'client-credentials':
        return signInAsClient(flow);
      case 'code':
      case undefined:
        return signInByCode({ ...flow, open: ways.open, user: profile.content.auth?.user ?? null });
    }
  }

  async #flow({ id, content }: Profile, signal: AbortSignal): Promise<FlowOptions> {
    const { oauth } = content;
    if (oauth === null || oauth === undefined) throw incomplete('client-id');
    const { providerOf = oauthProvider, now = Date.now, secrets } = this.#options;
    const { openServer } = await import('../oauth/server.ts');
    const server = await openServer(oauth, await secrets.ofTokens(id, 'client-secret'), signal, providerOf);
    return { server, signal, now };
  }

  async #failing<T>({ content }: Profile, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw error instanceof OAuthError ? signInFailure(error, content.name) : error;
    }
  }
}

/** `itself`: the program's own token, which it can ask for again. */
function described(grant: Grant, itself: boolean, now: number): SignedIn {
  return {
    as: grant.user,
    at: new Date(now).toISOString(),
    until: grant.expiresAt === null ? null : new Date(grant.expiresAt).toISOString(),
    scopes: [...grant.scopes],
    renewable: itself || grant.refresh !== null,
    token: grant.token,
  };
}
