/** Diagnoses of SPF, DKIM, DMARC, reverse names and EHLO names, in words. */
import { rfc } from '../../rfc.ts';
import type { DiagnosisText } from '../types.ts';

const hello = rfc(5321, '4.1.1.1');
const reverse = rfc(7372, '3.3');

export const senderPolicyTexts = {
  'phrase.spf-failed': {
    title: 'SPF failed',
    cause:
      'The server checked SPF, and the record of the sender’s domain does not allow the address that the mail comes from.',
    remedy:
      'Send through a server that the SPF record of the sender’s domain lists, or add this one to the record. Forwarded mail fails here unless the forwarder rewrites the sender.',
    source: rfc(7208, '8.4'),
    sign: 'The SPF record of the sender’s domain does not include the sending address.',
  },
  'sender-policy.spf-broken': {
    title: 'SPF record faulty',
    cause:
      'The SPF record of the sender’s domain cannot be evaluated: bad form, two records, or more than ten look-ups.',
    remedy: 'Correct the record: exactly one that begins with v=spf1, with at most ten terms that need a look-up.',
    source: rfc(7208, '8.7'),
    sign: 'An SPF checker reports a permanent error.',
  },
  'sender-policy.check-not-possible': {
    title: 'Sender could not be checked now',
    cause: 'The server could not judge SPF, DKIM or DMARC at the moment, mostly for lack of an answer from DNS.',
    remedy: 'Check that the name servers of the sender’s domain answer; the queue tries the message again by itself.',
    source: rfc(7208, '8.6'),
    sign: 'Some minutes later it is taken, or refused with a reason.',
  },
  'sender-policy.unauthenticated': {
    title: 'Neither SPF nor DKIM',
    cause: 'The server wants SPF or DKIM to vouch for the sender, and neither did.',
    remedy: 'Publish an SPF record for the MAIL FROM domain that has the sending server, or sign with DKIM.',
    source: rfc(7372, '3.2'),
    sign: 'The sender’s domain has no SPF record, and the message has no valid DKIM signature.',
  },
  'sender-policy.dkim-failed': {
    title: 'DKIM signature missing or not valid',
    cause: 'The server wants a valid DKIM signature (or ARC chain), and the message has none that holds.',
    remedy:
      'Sign the message; where it is signed, look for what changes it after that (footers, line ends, a gateway), and compare the key in DNS with that of the signer.',
    source: rfc(7372, '3.1'),
    sign: 'A message straight from the signer verifies.',
  },
  'sender-policy.dkim-key-missing': {
    title: 'DKIM key not found',
    cause: 'The public key that the DKIM signature names could not be had from DNS.',
    remedy: 'Publish the key at SELECTOR._domainkey.DOMAIN, as s= and d= of the signature name them.',
    source: rfc(6376, '3.6.2'),
    sign: 'DNS has no TXT record at the selector of the signature.',
  },
  'phrase.dmarc-reject': {
    title: 'Refused by the DMARC policy of the sender’s domain',
    cause:
      'The domain in From asks by DMARC that mail be refused or put off when neither SPF nor DKIM passes for it, and this mail has neither.',
    remedy:
      'Sign with DKIM for the domain in From, or send through a server in its SPF record with the same domain in MAIL FROM.',
    source: rfc(7489, '6.3'),
    sign: 'The From domain has a DMARC record, and neither SPF nor DKIM passes for that domain.',
  },
  'phrase.reverse-dns': {
    title: 'Reverse DNS missing or not matching',
    cause: 'The server found no PTR record for the client’s address, or the name in it does not lead back to it.',
    remedy:
      'The address that mail comes from needs a PTR record whose name leads back to it: whoever owns the address sets it.',
    source: reverse,
    sign: 'The command dig -x with the sending address finds no name, or one that has another address.',
  },
  'sender-policy.reverse-generic': {
    title: 'Reverse name looks like that of a home line',
    cause: 'The PTR record of the client’s address has a name of the kind that networks give to all their lines.',
    remedy: 'Have the owner of the address set a PTR record with the mail server’s own name.',
    source: reverse,
    sign: 'The reverse name has the address in it.',
  },
  'sender-policy.reverse-lookup-failed': {
    title: 'Reverse name could not be looked up now',
    cause: 'The server got no answer from DNS for the name of the client’s address.',
    remedy: 'Check that the name servers of the reverse zone answer; their owner is the network’s provider.',
    source: reverse,
    sign: 'Some minutes later it is taken.',
  },
  'phrase.hello-name': {
    title: 'Name in EHLO refused',
    cause: 'The server does not accept the name that the client introduced itself by.',
    remedy: 'Introduce the client by a full host name that resolves in DNS (EHLO name).',
    source: hello,
    sign: 'With a full host name in EHLO it is taken.',
  },
  'sender-policy.hello-unresolvable': {
    title: 'Name in EHLO not in DNS',
    cause: 'The name that the client introduced itself by has no address in DNS.',
    remedy: 'Use a name in EHLO that has an A or AAAA record, or publish one for this name.',
    source: hello,
    sign: 'DNS has no address for the EHLO name.',
  },
  'sender-policy.hello-of-another': {
    title: 'Name in EHLO is not this client’s',
    cause: 'The client introduced itself by a name that belongs to another host, or that does not fit its address.',
    remedy: 'Use the client’s own full host name in EHLO, one that leads to the address it sends from.',
    source: hello,
    sign: 'The EHLO name leads to another address.',
  },
  'sender-policy.hello-refused': {
    title: 'Name in EHLO refused by a rule',
    cause: 'A rule of the server refuses the name that the client introduced itself by.',
    remedy: 'Try another EHLO name: the client’s own full host name; if it is that one, ask the postmaster.',
    source: hello,
    sign: 'With another EHLO name the answer differs.',
  },
  'sender-policy.broken-dns-data': {
    title: 'DNS of the domain is faulty',
    cause:
      'The DNS records of a domain are not as they have to be: a malformed answer, or an MX that leads to no usable address.',
    remedy:
      'The owner of the domain that the reply names has to correct its records: an MX names a host, and that host has a public address.',
    source: rfc(5321, '5.1'),
    sign: 'A look-up of the domain’s MX elsewhere shows the same.',
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
