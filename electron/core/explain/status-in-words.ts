/**
 * .NET's SmtpException says the reply code in words of its own: "Mailbox unavailable. The server response was: ...". These are put back
 * into digits (SmtpStatusCode and its resources in System.Net.Mail). "Syntax error, command unrecognized" stands for every code that
 * it has no words for, 535 for one, and means none.
 */
const codes: Readonly<Record<string, number>> = {
  'service not available, closing transmission channel': 421,
  'error in processing': 451,
  'insufficient system storage': 452,
  'client does not have permission to submit mail to this server': 454,
  'syntax error in parameters or arguments': 501,
  'command not implemented': 502,
  'bad sequence of commands': 503,
  'command parameter not implemented': 504,
  'the smtp server requires a secure connection or the client was not authenticated': 530,
  'mailbox unavailable': 550,
  'user not local; please try a different path': 551,
  'exceeded storage allocation': 552,
  'mailbox name not allowed': 553,
  'transaction failed': 554,
};

const asked = /\.[ \n]The server response was:[ \n]?/;
/** The longest of them, and what may stand before it on its line. */
const before = 120;

/** The text with its code in digits, on a line of its own; unchanged where it has none of these sentences, or digits after it. */
export function withStatusInDigits(text: string): string {
  const at = asked.exec(text);
  if (at === null) return text;
  const said = text.slice(Math.max(0, at.index - before), at.index).toLowerCase();
  const status = Object.keys(codes).find((words) => said.endsWith(words));
  const rest = text.slice(at.index + at[0].length);
  if (status === undefined || /^[2-5][0-9]{2}(?:[ -]|$)/.test(rest)) return text;
  const code = codes[status] ?? 0;
  // "Mailbox unavailable" stands for 450 too.
  const digits = code === 550 && /^4\.[0-9]/.test(rest) ? 450 : code;
  return `${text.slice(0, at.index - status.length)}\n${digits} ${rest}`;
}
