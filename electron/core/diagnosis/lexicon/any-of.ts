/** What a concept is looked for by: one expression, or several wordings. */
export interface Wording {
  test(text: string): boolean;
}

/** One concept from several wordings, each on a line of its own. */
export const anyOf = (...wordings: readonly Wording[]): Wording => ({
  test: (text) => wordings.some((wording) => wording.test(text)),
});
