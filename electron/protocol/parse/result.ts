/** A value, or the reason why there is none. For readers of what people and peers write: being wrong is an expected answer. */
export type Result<T, R extends string = string> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly reason: R };

export const good = <T>(value: T): { readonly ok: true; readonly value: T } => ({ ok: true, value });
export const bad = <R extends string>(reason: R): { readonly ok: false; readonly reason: R } => ({ ok: false, reason });

/** What is wrong with what was typed; the sentences are in electron/texts/app/arguments.ts. */
export type TypedReason =
  'control-character' | 'bad-host' | 'bad-port' | 'bad-value' | 'bad-address' | 'too-long' | 'missing' | 'conflict';
export type Typed<T> = Result<T, TypedReason>;
