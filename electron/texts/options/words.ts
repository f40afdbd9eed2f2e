/** What is said of an option, whichever table it stands in: help, field, and in lists of what is not as usual. */
import type { OutcomeOf } from '../../protocol/values/session/outcome.ts';

export interface OptionWords {
  /** On the command line. */
  readonly help: string;
  /** What it needs instead of what was given there, by the reason of its parser; follows the option's name. */
  readonly needs?: Readonly<Record<string, string>>;
}

/** Of an option that has a field. */
export interface FieldWords extends OptionWords {
  readonly label: string;
  readonly placeholder?: string;
  /** Below its field in a profile, where there is room. */
  readonly hint?: string;
  /** What a text should look like that cannot be read. */
  readonly form?: string;
  /** The entries of a choice: for the value as text, and '' for the usual. */
  readonly choices?: Readonly<Record<string, string>>;
}

type Reason = OutcomeOf<'invalid-argument'>['params']['reason'];

/** Of a connection's option, or a login's. */
export interface OptionText extends FieldWords {
  /** The hint in a few words, below the name of a file in the drawer. */
  readonly short?: string;
  /** In lists of what is not as usual; those with one name count once. */
  readonly changed: string;
  /** Its value, in a word or two beside `changed`; the text itself unless it is said otherwise. */
  readonly summary?: (value: string) => string;
  /** What a closed section of a profile says of its value. */
  readonly note?: (value: string) => string;
  /** As a difference, where the window asks whether a kept secret may go along; as `changed` unless it is said otherwise. */
  readonly difference?: string;
  /** What the engine found wrong, where more is known than texts/app/arguments.ts says: completes "The value ...". */
  readonly wrong?: Partial<Readonly<Record<Reason, string>>>;
}

/** A choice names each of its values. */
export type TextOf<Row> = Row extends { readonly form: 'choice' }
  ? OptionText & Required<Pick<OptionText, 'choices'>>
  : OptionText;
