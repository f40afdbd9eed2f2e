/** A profile as it is edited. What the form has no field for stays as it was. */
import type { AuthOptions, Protocol, Security } from '../../../electron/ipc/schemas/target.ts';
import type { Profile, ProfileColour, ProfileContent, ProfileDraft } from '../../../electron/ipc/schemas/profiles.ts';

export const emptyContent: ProfileContent = {
  name: '',
  colour: null,
  favourite: false,
  notes: '',
  connection: { target: '' },
  auth: null,
  envelope: { from: '', to: [] },
};

export class ProfileForm {
  /** Null: not saved yet. */
  readonly id: string | null;
  /** What the edits started from. */
  readonly rev: number;
  readonly folder: string | null;
  readonly saved: ProfileContent;
  /** What the form began with: the saved profile, edits of it, or what was taken over from elsewhere. */
  readonly #base: ProfileContent;
  name = $state('');
  colour: ProfileColour | 'none' = $state('none');
  favourite = $state(false);
  target = $state('');
  protocol: Protocol | 'auto' = $state('auto');
  security: Security = $state('auto');
  ehloName = $state('');
  localAddress = $state('');
  servername = $state('');
  user = $state('');
  authzid = $state('');
  mechanisms = $state('');
  allowClear = $state(false);
  from = $state('');
  to = $state('');
  notes = $state('');

  constructor(profile: Profile | null, draft: ProfileDraft | null) {
    this.id = profile?.id ?? null;
    this.rev = draft?.rev ?? profile?.rev ?? 0;
    this.folder = profile?.folder ?? draft?.folder ?? null;
    this.saved = profile?.content ?? emptyContent;
    this.#base = draft?.content ?? this.saved;
    this.#fill(this.#base);
  }

  readonly changed = $derived.by(() => JSON.stringify(this.content()) !== JSON.stringify(withOrder(this.saved)));

  get nameError(): string | undefined {
    return this.name.trim() === '' ? 'A profile needs a name' : undefined;
  }

  content(): ProfileContent {
    const { connection, auth } = this.#base;
    const {
      target: _target,
      protocol: _protocol,
      security: _security,
      ehloName: _ehlo,
      localAddress: _local,
      servername: _server,
      ...others
    } = connection;
    const text = (name: string, value: string): object => (value.trim() === '' ? {} : { [name]: value.trim() });
    return withOrder({
      name: this.name.trim(),
      colour: this.colour === 'none' ? null : this.colour,
      favourite: this.favourite,
      notes: this.notes,
      connection: {
        ...others,
        target: this.target.trim(),
        ...(this.protocol === 'auto' ? {} : { protocol: this.protocol }),
        ...(this.security === 'auto' ? {} : { security: this.security }),
        ...text('ehloName', this.ehloName),
        ...text('localAddress', this.localAddress),
        ...text('servername', this.servername),
      },
      auth: this.#auth(auth),
      envelope: { from: this.from.trim(), to: list(this.to) },
    });
  }

  #auth(before: AuthOptions | null): AuthOptions | null {
    if (this.user.trim() === '') return null;
    const {
      user: _user,
      authzid: _authzid,
      mechanisms: _mechanisms,
      allowClear: _clear,
      ...others
    } = before ?? { user: '' };
    const mechanisms = list(this.mechanisms).map((name) => name.toUpperCase());
    return {
      ...others,
      user: this.user.trim(),
      ...(this.authzid.trim() === '' ? {} : { authzid: this.authzid.trim() }),
      ...(mechanisms.length === 0 ? {} : { mechanisms }),
      ...(this.allowClear ? { allowClear: true } : {}),
    };
  }

  #fill({ name, colour, favourite, notes, connection, auth, envelope }: ProfileContent): void {
    this.name = name;
    this.colour = colour ?? 'none';
    this.favourite = favourite;
    this.notes = notes;
    this.target = connection.target;
    this.protocol = connection.protocol ?? 'auto';
    this.security = connection.security ?? 'auto';
    this.ehloName = connection.ehloName ?? '';
    this.localAddress = connection.localAddress ?? '';
    this.servername = connection.servername ?? '';
    this.user = auth?.user ?? '';
    this.authzid = auth?.authzid ?? '';
    this.mechanisms = (auth?.mechanisms ?? []).join(', ');
    this.allowClear = auth?.allowClear ?? false;
    this.from = envelope.from;
    this.to = envelope.to.join(', ');
  }
}

const list = (text: string): string[] =>
  text
    .split(/[\s,]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** Members in one order, so that two that say the same are the same as text. */
function withOrder(content: ProfileContent): ProfileContent {
  const sorted = <T extends object>(value: T): T =>
    Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) as T;
  const { name, colour, favourite, notes, connection, auth, envelope } = content;
  return {
    name,
    colour,
    favourite,
    notes,
    connection: sorted(connection),
    auth: auth === null ? null : sorted(auth),
    envelope: { from: envelope.from, to: envelope.to },
  };
}
