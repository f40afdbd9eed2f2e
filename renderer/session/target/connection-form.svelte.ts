/** Where to connect and as whom, as typed. Inspector and send test have one each; nothing here is kept anywhere but in memory. */
import { mechanismChoice, mechanismOptions, type MechanismChoice } from '../capabilities/mechanisms.ts';
import { OptionsForm, othersIn } from './options/options-form.svelte.ts';
import { swapUnchanged, usual, type FilledFor } from './filled.ts';
import { serverHost, tidyTarget } from './target-words.ts';
import { connectionTexts } from '../../../electron/texts/options/connection.ts';
import { loginTexts } from '../../../electron/texts/options/login.ts';
import type { AuthOptions, ConnectionOptions } from '../../../electron/protocol/values/target.ts';
import type { Protocol, Security } from '../../../electron/protocol/values/connection.ts';

export interface PresetTarget {
  readonly text: string;
  readonly protocol: Protocol;
  readonly security: Security;
}

export interface TypedLogin {
  /** For whom it was typed. */
  readonly host: string;
  readonly user: string;
  readonly password: string;
  readonly allowClear: boolean;
}

export interface OpenedProfile {
  /** Null: not saved. */
  readonly id: string | null;
  readonly name: string;
  readonly connection: ConnectionOptions;
  readonly auth: AuthOptions | null;
  /** Filled in where a message is sent. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
}

/** The part of a past run's question that this form holds. */
interface Asked {
  readonly connection: ConnectionOptions;
  readonly auth: AuthOptions | null;
  readonly profileId?: string | undefined;
}

/** On the options line. */
interface Changed {
  readonly label: string;
  /** Empty where the label says it all. */
  readonly value: string;
  readonly reset: () => void;
}

export class ConnectionForm {
  target = $state('');
  protocol: Protocol | 'auto' = $state('auto');
  security: Security = $state('auto');
  ehloName = $state('');
  user = $state('');
  password = $state('');
  mechanism: MechanismChoice = $state('auto');
  allowClear = $state(false);
  /** Whether the row with the less common fields is open. */
  expanded = $state(false);
  /** A field of that row that should take the focus; a new object asks anew. */
  wanted: { readonly field: 'user' | 'password' | 'ehlo' } | null = $state.raw(null);
  /** Everything else about the connection. */
  readonly options = new OptionsForm();
  /** The host whose login stands in the form; empty while there is none, or no server yet. */
  #loginHost = '';
  #profile: OpenedProfile | null = $state.raw(null);
  /** What was filled in for one server, and from where. */
  #origin: FilledFor | null = $state.raw(null);

  /**
   * A profile, saved or as edited, with a password that was typed there and is not kept. What this form has no field for is used too,
   * while it stays at the profile's server.
   */
  openProfile(profile: OpenedProfile, password: string): void {
    this.fill(profile.connection, profile.auth, `the profile “${profile.name}”`);
    this.password = password;
    this.expanded = false;
    this.#profile = profile;
  }

  /** Where the options that stand in the form came from, such as "the profile “Work”"; null where they were typed here. */
  get optionsFrom(): string | null {
    return this.#origin === null || this.#origin.left ? null : this.#origin.from;
  }

  /** Everything that is not as usual and that no field in sight shows, each with the way back. */
  readonly changed: readonly Changed[] = $derived.by(() => {
    const { ehloName, mechanism, allowClear } = this;
    const own: readonly (Changed | null)[] = [
      ehloName.trim() === ''
        ? null
        : { label: connectionTexts.ehloName.changed, value: ehloName.trim(), reset: () => (this.ehloName = '') },
      mechanism === 'auto'
        ? null
        : {
            label: loginTexts.mechanisms.changed,
            value: mechanism === 'all' ? (loginTexts.tryAllMechanisms.summary?.('') ?? '') : mechanism,
            reset: () => (this.mechanism = 'auto'),
          },
      allowClear
        ? {
            label: loginTexts.allowClear.changed,
            value: loginTexts.allowClear.summary?.('') ?? '',
            reset: () => (this.allowClear = false),
          }
        : null,
    ];
    return [
      ...own.filter((each) => each !== null),
      ...this.options.changed.map((each) => ({ ...each, reset: () => this.options.resetOne(each.label) })),
    ];
  });

  resetChanged(): void {
    this.ehloName = '';
    this.mechanism = 'auto';
    this.allowClear = false;
    this.options.reset();
  }

  /** The saved profile whose secret may be used and which keeps the result; null without one. */
  get profileId(): string | null {
    return this.#atProfile()?.id ?? null;
  }

  /** A profile stands in the form, saved or not, at its server. */
  get fromProfile(): boolean {
    return this.#atProfile() !== null;
  }

  /** What the profile would have sent by whom and to whom; null without one. */
  get envelope(): OpenedProfile['envelope'] | null {
    return this.#atProfile()?.envelope ?? null;
  }

  #atProfile(): OpenedProfile | null {
    const profile = this.#profile;
    return profile !== null && serverHost(this.target) === serverHost(profile.connection.target) ? profile : null;
  }

  /** Values for a known server; credentials belong to another server and go. */
  open(preset: PresetTarget): void {
    if (this.target === preset.text && this.protocol === preset.protocol && this.security === preset.security) return;
    this.#profile = null;
    this.target = preset.text;
    this.protocol = preset.protocol;
    this.security = preset.security;
    this.user = '';
    this.password = '';
    this.mechanism = 'auto';
    this.allowClear = false;
    this.options.reset();
    const { protocol, security } = preset;
    this.#origin = { ...usual, protocol, security, place: preset.text, exact: true, from: null, left: false };
  }

  /**
   * The target was typed or pasted. What was filled in for one server, and was not changed by hand since, does not hold for another:
   * a root of one's own would vouch for a stranger. It comes back with the server it is for.
   */
  targetEdited(): void {
    const origin = this.#origin;
    if (origin === null) return;
    const there = (origin.exact ? this.target : serverHost(this.target)) === origin.place;
    if (there !== origin.left) return;
    this.#origin = { ...origin, left: !there };
    const [before, now] = there ? [usual, origin] : [origin, usual];
    swapUnchanged(this, before, now);
    if (!there) this.options.forget();
    else if (!this.options.touched) this.options.fill(origin.connection);
  }

  /**
   * The target is typed to its end, or about to be used. A login is never carried to another host than it was typed for: it is taken
   * out and answered, to be offered back. Null where there was none, or the host is the same.
   */
  settleTarget(): TypedLogin | null {
    const host = serverHost(this.target);
    this.targetEdited();
    if (this.user === '' && this.password === '') {
      this.#loginHost = '';
      return null;
    }
    if (host === '' || this.#loginHost === '' || this.#loginHost === host) {
      this.#loginHost = host === '' ? this.#loginHost : host;
      return null;
    }
    const { user, password, allowClear } = this;
    const login = { host: this.#loginHost, user, password, allowClear };
    this.putLogin({ host: '', user: '', password: '', allowClear: false });
    return login;
  }

  putLogin({ host, user, password, allowClear }: TypedLogin): void {
    this.#loginHost = host;
    this.user = user;
    this.password = password;
    this.allowClear = allowClear;
  }

  /** User name or password were typed: they are meant for the server that stands there. */
  loginEdited(): void {
    this.#loginHost = serverHost(this.target);
  }

  /** Something only the user knows has to be typed before the next run. */
  askFor(field: 'user' | 'password' | 'ehlo'): void {
    this.expanded = true;
    this.wanted = { field };
  }

  /** Puts a run's question back, unless it stands there; the password stays with its user and host. */
  restore({ connection, auth, profileId }: Asked): void {
    if (JSON.stringify([this.connection(), this.auth()]) === JSON.stringify([connection, auth])) return;
    const { expanded } = this;
    this.fill(connection, auth);
    this.expanded = expanded;
    this.useProfile(profileId ?? null);
  }

  copyFrom(other: ConnectionForm): void {
    this.#loginHost = other.#loginHost;
    this.#profile = other.#profile;
    this.target = other.target;
    this.protocol = other.protocol;
    this.security = other.security;
    this.ehloName = other.ehloName;
    this.user = other.user;
    this.password = other.password;
    this.mechanism = other.mechanism;
    this.allowClear = other.allowClear;
    this.options.copyFrom(other.options);
    this.#origin = other.#origin;
  }

  /**
   * What was asked in a past run; its secret is not kept, so that the field for it is opened where one was used. `from`: in words, to be
   * shown beside the options.
   */
  fill(connection: ConnectionOptions, auth: AuthOptions | null, from = 'an earlier run'): void {
    this.#profile = null;
    this.target = connection.target;
    this.protocol = connection.protocol ?? 'auto';
    this.security = connection.security ?? 'auto';
    this.ehloName = connection.ehloName ?? '';
    const host = serverHost(connection.target);
    if (this.user !== (auth?.user ?? '') || this.#loginHost !== host) this.password = '';
    this.#loginHost = host;
    this.user = auth?.user ?? '';
    this.mechanism = mechanismChoice(auth);
    this.allowClear = auth?.allowClear ?? false;
    this.expanded ||= auth !== null;
    this.options.fill(connection);
    const { protocol, security, ehloName, mechanism, allowClear } = this;
    const filled = { protocol, security, ehloName, mechanism, allowClear, connection };
    this.#origin = { ...filled, place: host, exact: false, from, left: false };
  }

  /** The profile that a past run began from: main reads its secret, as far as it still is for this server. Null: none. */
  useProfile(id: string | null): void {
    if (id === null) return;
    const connection = this.connection();
    this.#profile = { id, name: '', connection, auth: this.auth(), envelope: { from: '', to: [] } };
    this.expanded = false;
  }

  connection(): ConnectionOptions {
    const ehloName = this.ehloName.trim();
    const {
      protocol: _protocol,
      security: _security,
      ehloName: _ehlo,
      ...others
    } = othersIn(this.#atProfile()?.connection ?? {});
    return {
      ...others,
      ...this.options.connection,
      target: tidyTarget(this.target),
      ...(this.protocol === 'auto' ? {} : { protocol: this.protocol }),
      ...(this.security === 'auto' ? {} : { security: this.security }),
      ...(ehloName === '' ? {} : { ehloName }),
    };
  }

  /** No user name, no login. */
  auth(): AuthOptions | null {
    if (this.user === '') return null;
    const {
      allowClear: _clear,
      mechanisms: _mechanisms,
      tryAllMechanisms: _all,
      ...others
    } = this.#atProfile()?.auth ?? {};
    return {
      ...others,
      user: this.user,
      ...mechanismOptions(this.mechanism),
      ...(this.allowClear ? { allowClear: true } : {}),
    };
  }

  secret(): string | null {
    if (this.user === '' || (this.password === '' && this.profileId !== null)) return null;
    return this.password;
  }
}
