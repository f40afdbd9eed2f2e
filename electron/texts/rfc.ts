/** Addresses of RFCs and their sections. */

/** `https://www.rfc-editor.org/rfc/rfc5321#section-4.2` */
export const rfc = (number: number, section?: string): string =>
  `https://www.rfc-editor.org/rfc/rfc${number}${section === undefined ? '' : `#section-${section}`}`;
