/**
 * What a client program said, from a pasted log or exception: without what servers answered well, without stack frames and the program's own
 * file names, and of a long text its end, because the last error decides. Linear: each line is looked at once.
 */
import { limits } from '../limits.ts';

/** "250 OK", "S: 220 mx ESMTP", "<-  334 ...": a banner or a success decides nothing. */
const goodReply = /^[ \t]{0,20}(?:(?:S:|<-|<~|<\*\*|<<<|<<|<|server -> client:)[ \t]{0,8})?[23][0-9]{2}(?:[ -]|$)/;
/** What a report of a delivery says of itself; what it quotes stands in Diagnostic-Code. */
const reportField =
  /^[ \t]{0,20}(?:reporting-mta|final-recipient|original-recipient|action|status|remote-mta|last-attempt-date|arrival-date|will-retry-until):/;
const frame =
  /^[ \t]{0,20}(?:at [a-z0-9_$.<]{1,300}[ (]|at [a-z0-9_$.<]{1,100}\/|at async |file "|\.\.\. [0-9]|#[0-9]{1,3} )/;
/** "in /var/www/SMTP.php on line 419", "(_ssl.c:1006)". */
const places = /\bin [^ \n]{1,300}\.php on line [0-9]{1,6}|\bon line [0-9]{1,6}|\(_ssl\.c:[0-9]{1,6}\)/g;

/** Without what servers answered well. `whole` in lower case. */
export const withoutGoodReplies = (whole: string): string =>
  whole
    .split('\n')
    .filter((line) => !goodReply.test(line))
    .join('\n');

/** `whole` in lower case. */
export function clientWords(whole: string): string {
  const lines = whole
    .split('\n')
    .filter((line) => !goodReply.test(line) && !frame.test(line) && !reportField.test(line));
  return lines.join(' ').replace(places, ' ').trim().slice(-limits.words);
}

const ports = /(?::|port[ :=]{1,3}(?:[a-z0-9.-]{1,255}, )?|["'], ?)(25|465|587|2525)(?![0-9]|\.[0-9])/;

/** "connect etimedout 192.0.2.1:25", "port 465", `("smtp.example.org", 465)`. Null where the text names none. */
export function portIn(whole: string): number | null {
  const port = ports.exec(whole)?.[1];
  return port === undefined ? null : Number(port);
}
