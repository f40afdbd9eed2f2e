/** What may not stand in a message on the wire, dot-stuffed and with its final dot. */

export interface WireExpect {
  readonly mustNotSend?: readonly string[];
  readonly maxMatches?: Readonly<Record<string, number>>;
  readonly noBareLF?: boolean;
  readonly noBareCR?: boolean;
  readonly noUnstuffedDot?: boolean;
  readonly singleTransaction?: boolean;
  readonly noInjectedLine?: boolean;
  readonly noTlsBytes?: boolean;
}

export function checkBodyOnWire(
  octets: Buffer,
  wire: WireExpect,
  expected: (what: string, fulfilled: boolean, got: unknown) => void,
): void {
  const text = octets.toString('latin1');
  if (wire.noBareLF === true) expected('no bare LF', !/(?<!\r)\n/.test(text), text);
  if (wire.noBareCR === true) expected('no bare CR', !/\r(?!\n)/.test(text), text);
  if (wire.noUnstuffedDot === true) {
    const lines = text.slice(0, -3).split(/\r\n|\r|\n/);
    expected('no unstuffed dot', !lines.includes('.'), text);
  }
}
