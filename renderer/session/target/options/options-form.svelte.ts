/**
 * How to connect, beyond server, protocol, security and login: what is typed, what is wrong with it, and what differs from the usual.
 * Inspector and Send test have one each, for the server in front; secrets in it stay in memory and go to main with a run.
 */
import type { ConnectionOptions } from '../../../../electron/protocol/values/target.ts';
import type { RunRequest } from '../../../../electron/protocol/values/app/run.ts';
import { fieldErrors } from '../../fields/errors.ts';
import { contentOf, fieldsOf, type ProfileFields } from '../../fields/fields.ts';
import { fieldsAt, textsOf } from '../../fields/option-fields.ts';
import { type ChangedOption, changedOptions, isOption, type DrawerOption, optionLabel } from './option-values.ts';
import { hostPortText, parseSource } from '../../../../electron/protocol/parse/host-port.ts';

type Content = Parameters<typeof fieldsOf>[0];

const contentWith = (connection: ConnectionOptions): Content => ({
  name: 'x',
  colour: null,
  favourite: false,
  notes: '',
  connection,
  auth: null,
  envelope: { from: '', to: [] },
});
const none: ConnectionOptions = { target: '' };
const drawer = [...fieldsAt('way'), ...fieldsAt('tls'), ...fieldsAt('session')];

/** The part of a connection that this form has fields for. */
const optionsIn = (connection: ConnectionOptions): Partial<ConnectionOptions> =>
  Object.fromEntries(Object.entries(connection).filter(([name, value]) => isOption(name) && value !== undefined));

/** The rest of it. */
export const othersIn = (connection: Partial<ConnectionOptions>): Partial<ConnectionOptions> =>
  Object.fromEntries(Object.entries(connection).filter(([name]) => !isOption(name)));

export class OptionsForm {
  open = $state(false);
  /** Those that profiles have too, under the same names. */
  fields: ProfileFields = $state(fieldsOf(contentWith(none)));
  proxyProtocol: 'no' | '1' | '2' = $state('no');
  proxySource = $state('');
  proxyPassword = $state('');
  clientKey = $state('');
  clientKeyPassphrase = $state('');
  /** What it was filled with. */
  #given = '{}';

  readonly errors: Readonly<Record<string, string>> = $derived.by(() => ({
    ...Object.fromEntries(
      Object.entries(fieldErrors(this.fields, drawer)).filter(([name]) => isOption(name) || name.startsWith('limits.')),
    ),
    ...(this.proxyProtocol === 'no' || parseSource(this.proxySource).ok
      ? {}
      : { proxySource: textsOf('proxyProtocol').form ?? '' }),
  }));

  readonly wrong = $derived.by(() => Object.keys(this.errors).length > 0);

  /** Without what is wrong. */
  readonly connection: Partial<ConnectionOptions> = $derived.by(() => {
    const source = parseSource(this.proxySource);
    return {
      ...optionsIn(contentOf(this.fields, contentWith(none), drawer).connection),
      ...(this.proxyProtocol === 'no' || !source.ok
        ? {}
        : { proxyProtocol: { version: this.proxyProtocol === '1' ? (1 as const) : (2 as const), ...source.value } }),
    };
  });

  /** What is not as usual, each choice once, with its value in a word or two. */
  readonly changed: readonly ChangedOption[] = $derived.by(() => changedOptions(this.connection));

  /** Changed by hand since it was filled. */
  get touched(): boolean {
    return JSON.stringify(this.connection) !== this.#given || this.wrong;
  }

  /** Undefined where nothing secret was typed. */
  get secrets(): RunRequest['secrets'] {
    const given = {
      ...(this.proxyPassword === '' ? {} : { proxyPassword: this.proxyPassword }),
      ...(this.clientKey === '' ? {} : { clientKey: this.clientKey }),
      ...(this.clientKeyPassphrase === '' ? {} : { clientKeyPassphrase: this.clientKeyPassphrase }),
    };
    return Object.keys(given).length === 0 ? undefined : given;
  }

  /** As asked in a profile or a past run. Secrets belong to what stood here before, and go. */
  fill(connection: ConnectionOptions): void {
    this.fields = fieldsOf(contentWith(connection));
    const { proxyProtocol } = connection;
    this.proxyProtocol = proxyProtocol === undefined ? 'no' : proxyProtocol.version === 1 ? '1' : '2';
    this.proxySource = proxyProtocol === undefined ? '' : hostPortText(proxyProtocol.address, proxyProtocol.port);
    this.proxyPassword = '';
    this.clientKey = '';
    this.clientKeyPassphrase = '';
    this.#given = JSON.stringify(this.connection);
  }

  reset(): void {
    this.fill(none);
  }

  /** Takes out what still is as it was filled in, and the secrets that came with it; what was chosen by hand since stays, mistakes too. */
  forget(): void {
    const given = JSON.parse(this.#given) as Record<string, unknown>;
    this.#keep(
      (name) => JSON.stringify((this.connection as Record<string, unknown>)[name]) !== JSON.stringify(given[name]),
    );
    this.#given = '{}';
  }

  /** One choice is as usual again; the others stay as they are. */
  resetOne(label: string): void {
    const given = this.#given;
    const others = (name: DrawerOption): boolean => optionLabel(name) !== label;
    this.#keep(others, (field) => !isOption(field) || others(field));
    this.#given = given;
  }

  /** Only these options stay, with their secrets, and these fields with what was typed wrongly in them. */
  #keep(stays: (name: DrawerOption) => boolean, mistaken: (field: string) => boolean = () => true): void {
    const kept = Object.entries(this.connection).filter(([name]) => isOption(name) && stays(name));
    const mistakes = Object.keys(this.errors).filter((name) => Object.hasOwn(this.fields, name) && mistaken(name));
    const typed = Object.fromEntries(Object.entries(this.fields).filter(([name]) => mistakes.includes(name)));
    const has = (name: DrawerOption): boolean => kept.some(([option]) => option === name);
    const proxyPassword = has('proxy') ? this.proxyPassword : '';
    const [clientKey, passphrase] = has('clientCertificate') ? [this.clientKey, this.clientKeyPassphrase] : ['', ''];
    this.fill({ target: '', ...Object.fromEntries(kept) });
    Object.assign(this.fields, typed);
    this.proxyPassword = proxyPassword;
    this.clientKey = clientKey;
    this.clientKeyPassphrase = passphrase;
  }

  copyFrom(other: OptionsForm): void {
    this.fill({ target: '', ...other.connection });
    this.proxyPassword = other.proxyPassword;
    this.clientKey = other.clientKey;
    this.clientKeyPassphrase = other.clientKeyPassphrase;
    this.#given = other.#given;
  }
}
