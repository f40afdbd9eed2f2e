/** Diagnoses of what GoDaddy says, in words, by the code after its words. */
import type { DiagnosisText } from '../types.ts';

export const godaddyTexts = {
  'godaddy.login-at-inbound-server': {
    title: 'Login at the server for incoming mail',
    cause: 'The program logs in at the server that takes mail from others, where nobody can log in.',
    remedy: 'Set smtpout.secureserver.net as the outgoing server.',
    source: 'https://www.godaddy.com/help/fix-rejected-email-with-a-bounce-error-40685',
    verifiedOn: '2026-11-22',
  },
  'godaddy.from-invalid': {
    title: 'No valid sender',
    cause: 'The sender’s address is missing, or is a network address.',
    remedy: 'Give a valid mail address as the sender.',
    source: 'https://www.godaddy.com/help/fix-rejected-email-with-a-bounce-error-40685',
    verifiedOn: '2026-11-22',
  },
  'godaddy.from-domain-invalid': {
    title: 'Sender’s domain not found',
    cause: 'The sender’s domain has neither MX nor address records, or they could not be looked up.',
    remedy: 'Check the spelling of the domain, then its MX and address records.',
    source: 'https://www.godaddy.com/help/fix-rejected-email-with-a-bounce-error-40685',
    verifiedOn: '2026-11-22',
  },
  'godaddy.spf-failed': {
    title: 'SPF failed',
    cause: 'The SPF record of the sender’s domain does not list the server that the mail came from.',
    remedy: 'Add the sending server to the SPF record of the sender’s domain.',
    source: 'https://www.godaddy.com/help/fix-rejected-email-with-a-bounce-error-40685',
    verifiedOn: '2026-11-22',
  },
  'godaddy.no-ptr': {
    title: 'Reverse DNS missing',
    cause: 'The sending address has no reverse DNS, or it could not be looked up.',
    remedy: 'Have whoever owns the address set a PTR record.',
    source: 'https://www.godaddy.com/help/fix-rejected-email-with-a-bounce-error-40685',
    verifiedOn: '2026-11-22',
  },
  'godaddy.spam-content': {
    title: 'Content taken for spam',
    cause: 'A link, attachment or pattern in the message was caught as spam.',
    remedy: 'Look at the links and attachments; send a plain message to compare.',
    source: 'https://www.godaddy.com/help/fix-rejected-email-with-a-bounce-error-40685',
    verifiedOn: '2026-11-22',
  },
  'godaddy.too-many-recipients': {
    title: 'Too many recipients',
    cause: 'The message has more recipients than GoDaddy takes at once.',
    remedy: 'Send to the others in another transaction.',
    source: 'https://www.godaddy.com/help/fix-rejected-email-with-a-bounce-error-40685',
    verifiedOn: '2026-11-22',
  },
  'godaddy.too-many-sessions': {
    title: 'Too many connections at once',
    cause: 'The sending address has too many sessions open.',
    remedy: 'Use fewer connections at once, and try again.',
    source: 'https://www.godaddy.com/help/fix-rejected-email-with-a-bounce-error-40685',
    verifiedOn: '2026-11-22',
  },
  'godaddy.address-blocked': {
    title: 'Sending address blocked for a while',
    cause:
      'The sending address sent too much that was taken for spam (IB110, IB111) or to too many unknown recipients (IB112, IB113); the block lasts an hour or a day.',
    remedy: 'Stop what sends it, then wait; clean the list of recipients.',
    source: 'https://www.godaddy.com/help/fix-rejected-email-with-a-bounce-error-40685',
    verifiedOn: '2026-11-22',
  },
  'godaddy.sending-limit': {
    title: 'Sending limit reached',
    cause:
      'The sending address has reached the messages or recipients of an hour (IB504, IB607) or of one session (IB510).',
    remedy: 'Wait an hour or open a new session, and send less.',
    source: 'https://www.godaddy.com/help/fix-rejected-email-with-a-bounce-error-40685',
    verifiedOn: '2026-11-22',
  },
  'godaddy.block-list': {
    title: 'Sending address on a block list',
    cause:
      'A block list that GoDaddy uses has the sending address: Cloudmark (IB103), or Spamhaus (SBL IB104, XBL IB105, PBL IB106).',
    remedy:
      'Look the address up there (https://check.spamhaus.org, https://csi.cloudmark.com), remove the reason, and have it taken off.',
    source: 'https://www.godaddy.com/help/fix-rejected-email-with-a-bounce-error-40685',
    verifiedOn: '2026-11-22',
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
