/**
 * Words as the lexicon reads them: lower case, one blank, straight quotes, "not" written out, and what differs from one sending to the next
 * (addresses, hosts, ids, links) replaced by marks. Then cut into clauses: two concepts belong together where they share one.
 */
import { limits } from '../limits.ts';
import { inEnglish } from './spelling.ts';

const marks: readonly (readonly [RegExp, string])[] = [
  // qmail's reason for refusing a bare line feed is nothing but this page.
  [/\bhttps?:\/\/[^\s<>"')\]]{1,100}\/smtplf\b[^\s<>"')\]]{0,20}/g, ' bare lf '],
  [/\bhttps?:\/\/[^\s<>"')\]]{1,300}/g, ' %url '],
  [/\b(?:aka\.ms|www\.[a-z0-9-]{1,63})[^\s<>"')\]]{0,200}/g, ' %url '],
  [/<?"?[a-z0-9.!#$&'*+/=?^_`{|}~-]{1,64}"?@(?:[a-z0-9-]{1,63}\.){0,8}[a-z0-9-]{1,63}>?/g, ' %address '],
  [/\[?\b(?:[0-9]{1,3}\.){3}[0-9]{1,3}\b\]?(?::[0-9]{1,5}\b)?/g, ' %ip '],
  [/\[?\b(?:ipv6:)?(?:[0-9a-f]{1,4}:){2,7}:?[0-9a-f]{0,4}(?::[0-9a-f]{1,4}){0,6}\]?/g, ' %ip '],
  [
    /\b(?:[a-z0-9_-]{1,63}\.){1,8}(?:com|org|net|example|test|invalid|local|lan|io|de|fr|uk|ru|cn|jp|eu|br|in|au|at|ch|it|nl|pl|se)\b(?!\()/g,
    ' %host ',
  ],
];
/** Enhanced codes within the words: of the further lines of a reply. */
const enhancedCodes = /(?:^| )#?[245]\.[0-9]{1,3}\.[0-9]{1,3}(?= |$)/g;
const written: readonly (readonly [RegExp, string])[] = [
  // The sentence of RFC 5321 for a command that is not known speaks of syntax as well.
  [/\bsyntax error[,:;.-]? (?=(?:command )?(?:un-?recogni[sz]ed|unknown)|command not recogni[sz]ed)/g, ' '],
  [/\s+/g, ' '],
  [/[\u2018\u2019]/g, "'"],
  [/[\u201c\u201d]/g, '"'],
  [/\bcan(?:'t|not)\b/g, 'can not'],
  [/\bwon't\b/g, 'will not'],
  [/\bdosn'?t\b/g, 'does not'],
  [/\bcant\b/g, 'can not'],
  [/\b(is|are|was|does|do|did|has|have|could)nt\b/g, '$1 not'],
  // What qmail writes after every failure.
  [/[?/ ]{0,3}\bgiving up on %ip/g, ' '],
  [/\b(is|are|was|were|do|does|did|has|have|had|should|could|would|must)n't\b/g, '$1 not'],
  [/\be-mail/g, 'email'],
  [/\b(black|block|white|allow|deny) list/g, '$1list'],
  [/[_*`]/g, ' '],
  // Postfix's heads for the two steps that name nobody.
  [/<(?:data|end-of-message|end-of-data)>: (?:data command|end-of-data|end-of-message) rejected: /g, 'rejected: '],
  // "<address>... User unknown" is one statement.
  [/%address {0,3}\.{3}(?= )/g, '%address :'],
  [/\s+/g, ' '],
];
const standardFirst =
  /^requested (?:mail )?action (?:not taken|aborted)[:,]? (?:mailbox (?:unavailable|busy)[:,;.]? )(?=(?!or |and )[a-z%][^ ]* [^ ]+ )/;
/** A point that ends a sentence, not one of a number or a name. */
const ends = /[.!?](?=\s|$|["')])|[;|\n]|\s-{1,2}\s/;

export interface Words {
  readonly text: string;
  readonly clauses: readonly string[];
}

export function normalWords(given: string): Words {
  let text = given.slice(0, limits.words).toLowerCase();
  for (const [what, by] of marks) text = text.replace(what, by);
  for (const [what, by] of written) text = text.replace(what, by);
  text = inEnglish(text);
  text = text.replace(enhancedCodes, '').trim();
  // What Postfix, Dovecot and others put before everything says nothing; nor does the sentence of RFC 821 where a reason follows it.
  text = text.replace(/^(?:error|sorry|refused)[:,.] /, '').replace(standardFirst, '');
  const clauses = text
    .split(ends)
    .map((clause) => clause.trim())
    .filter((clause) => clause !== '')
    .slice(0, limits.clauses);
  return { text, clauses };
}
