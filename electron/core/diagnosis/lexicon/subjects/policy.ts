/** About rules as such: that one refuses, whatever it is about. */
import { anyOf } from '../any-of.ts';

export const policyConcepts = {
  'by-policy': anyOf(
    /\b(?:by|for|due to|because of|per|under|against|contrary to|based on|in accordance with) (?:[^ ]+ ){0,4}?(?:polic(?:y|ies)|(?:local|site|filter(?:ing)?|security|mail flow|transport) rules?)\b/,
    /\bviolat(?:es?|ed|ing|ion|ions)(?: of)? (?:[^ ]+ ){0,4}?(?:polic(?:y|ies)|(?:local|site|filter(?:ing)?|security|mail flow|transport) rules?)\b/,
    /\bpolic(?:y|ies) (?:[^ ]+ ){0,2}?(?:reject(?:ion|ed|s)?|violations?|violated|restrictions?|reasons?|refus(?:es|ed|al)|prohibit(?:s|ed)?|forbids?|denied|denies|disallows?)\b/,
    /\bpolic(?:y|ies) (?:[^ ]+ ){0,3}?(?:does|do) not (?:allow|permit|accept)\b/,
  ),
} as const;
