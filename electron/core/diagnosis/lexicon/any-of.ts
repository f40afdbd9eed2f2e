/** One concept from several wordings, each on a line of its own. */
export const anyOf = (...wordings: readonly RegExp[]): RegExp =>
  new RegExp(wordings.map(({ source }) => source).join('|'));
