/** Where to connect and as whom, as typed. Inspector and send test have one each; nothing here is kept anywhere but in memory. */
import { mechanismChoice, mechanismOptions, type MechanismChoice } from './mechanisms.ts';
import { OptionsForm, othersIn } from './options/options-form.svelte.ts';
import { serverHost, tidyTarget } from './target-words.ts';
import type { AuthOptions, ConnectionOptions, Protocol, Security } from '../../../electron/ipc/schemas/target.ts';

export interface PresetTarget {
  readonly text: string;
  readonly protocol: Protocol;
  readonly security: Security;
}

export interface Login {
  /** For whom it was typed. */
  readonly host: string;
  readonly user: string;
  readonly password: string;
  readonly allowClear: boolean;
}

export interface OpenedProfile {
  /** Null: not saved. */
  readonly id: string | null;
  readonly connection: ConnectionOptions;
  readonly auth: AuthOptions | null;
  /** Filled in where a message is sent. */
  readonly envelope: { readonly from: string; readonly to: readonly string[] };
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
  /** Everything else about the connection. */
  readonly options = new OptionsForm();
  #preset: PresetTarget | null = null;
  /** The host whose login stands in the form; empty while there is none, or no server yet. */
  #loginHost = '';
  #profile: OpenedProfile | null = null;
  /** The profile whose options stand in the form. */
  #optionsOf: OpenedProfile | null = null;

  /**
   * A profile, saved or as edited, with a password that was typed there and is not kept. What this form has no field for is used too,
   * while it stays at the profile's server.
   */
  openProfile(profile: OpenedProfile, password: string): void {
    this.fill(profile.connection, profile.auth);
    this.password = password;
    this.expanded = false;
    this.#profile = profile;
    this.#optionsOf = profile;
  }

  /** The saved profile whose secret may be used and which keeps the result; null without one. */
  get profileId(): string | null {
    return this.#atProfile()?.id ?? null;
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
    this.#preset = preset;
    this.#profile = null;
    this.target = preset.text;
    this.protocol = preset.protocol;
    this.security = preset.security;
    this.user = '';
    this.password = '';
    this.mechanism = 'auto';
    this.allowClear = false;
    this.options.reset();
  }

  /** Another server was typed: what came with the known one, and was not chosen by hand since, does not hold for it. */
  targetEdited(): void {
    const preset = this.#preset;
    if (preset === null || this.target === preset.text) return;
    this.#preset = null;
    if (this.protocol === preset.protocol) this.protocol = 'auto';
    if (this.security === preset.security) this.security = 'auto';
  }

  /**
   * The target is typed to its end, or about to be used. A login is never carried to another host than it was typed for: it is taken
   * out and answered, to be offered back. Null where there was none, or the host is the same.
   */
  settleTarget(): Login | null {
    const host = serverHost(this.target);
    this.#settleOptions();
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

  /** A profile's options are for its server, until they are changed by hand. */
  #settleOptions(): void {
    const profile = this.#atProfile();
    if (profile === this.#optionsOf || this.options.touched) return;
    this.options.fill(profile?.connection ?? { target: '' });
    this.#optionsOf = profile;
  }

  putLogin({ host, user, password, allowClear }: Login): void {
    this.#loginHost = host;
    this.user = user;
    this.password = password;
    this.allowClear = allowClear;
  }

  /** User name or password were typed: they are meant for the server that stands there. */
  loginEdited(): void {
    this.#loginHost = serverHost(this.target);
  }

  copyFrom(other: ConnectionForm): void {
    this.#loginHost = other.#loginHost;
    this.#preset = other.#preset;
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
    this.#optionsOf = other.#optionsOf;
  }

  /** What was asked in a past run; its secret is not kept, so that the field for it is opened where one was used. */
  fill(connection: ConnectionOptions, auth: AuthOptions | null): void {
    this.#preset = null;
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
    this.#optionsOf = null;
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

/** The first entry says what it comes to for this target, so that nothing has to be opened to see it. */
export function protocolOptions(target: string): { value: Protocol | 'auto'; label: string; hint?: string }[] {
  const guessed = /^lmtp:/i.test(target.trim()) ? 'LMTP' : 'SMTP';
  return [
    { value: 'auto', label: `${guessed} (auto)`, hint: 'SMTP, unless the URL says lmtp://' },
    { value: 'smtp', label: 'SMTP' },
    { value: 'lmtp', label: 'LMTP' },
  ];
}

export const SECURITIES = [
  { value: 'auto', label: 'TLS (auto)', hint: 'implicit TLS on port 465, else STARTTLS if offered' },
  { value: 'starttls', label: 'STARTTLS', hint: 'required; stops where it is not offered' },
  { value: 'starttls-if-offered', label: 'STARTTLS if offered' },
  { value: 'tls', label: 'Implicit TLS', hint: 'TLS from the first octet' },
  { value: 'none', label: 'No TLS', hint: 'plain text, even where TLS is offered' },
] as const;
