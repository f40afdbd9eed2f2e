/** What filters say of a sender, an envelope and whose list refuses it. */
export const filterConcepts = {
  'suspects-spam': /\b(?:suspicion|suspected|suspect) (?:of|as) (?:being )?(?:spam|junk)\b/,
  'spam-statistics': /\bspam statistics\b/,
  'envelope-blocked': /\benvelope (?:is |was )?blocked\b/,
  'by-the-user': /\b(?:user|personal|individual)(?: domain)? (?:entry|block ?list|block policy|blocked senders?)\b/,
} as const;
