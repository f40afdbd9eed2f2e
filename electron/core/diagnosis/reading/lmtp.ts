/** What a greeting or reply says of LMTP: that it is spoken here, or that it is not. */

/** The word, not the label of a host's name: "lmtp.example.org ESMTP" speaks SMTP. */
const word = /(?<![\w.-])(?:lmtp|lhlo)(?![\w-]|\.\w)/i;
const denied =
  /\b(?:no|not|non|never|neither|nor|without|instead of)[ -](?:(?:an?|the|any|for|speaks?|supports?|knows?|offers?|implements?|uses?|supporting|speaking) ){0,3}(?:lmtp|lhlo)\b|\b(?:lmtp|lhlo)(?: (?:command|protocol|server|service|here|is|are|was|has been)){0,3} (?:not|un[a-z]{3,15}|disabled|invalid|off|no longer)\b|\b(?:unknown|unrecogni[sz]ed|invalid|unsupported|bad) (?:command|verb)?[:, "']{0,3}(?:lmtp|lhlo)\b/i;
/** What is denied in one part may be asked for in the next: "EHLO is not known, use LHLO". */
const parts = (text: string): string[] => text.split(/[,;.](?:\s|$)|\s-+\s|[()]/);

/** Whether it says of itself that LMTP is what it speaks. */
export const speaksLmtp = (text: string): boolean => parts(text).some((part) => word.test(part) && !denied.test(part));

export const deniesLmtp = (text: string): boolean => !speaksLmtp(text) && parts(text).some((part) => denied.test(part));
