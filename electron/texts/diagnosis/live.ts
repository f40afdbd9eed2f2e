/** Diagnoses that only a session shows, in words. */
import { rfc } from '../rfc.ts';
import type { DiagnosisText } from './types.ts';

/** What findings advise instead of the server's administrator, where somebody else stands in the server's place. */
export const besideAnotherHost =
  'Nothing is to be changed at the provider: another host answers in its place, and this is what that one shows.';
export const besideWhatEndsTls = 'Nothing is to be changed at the server: this comes from what ends TLS on the way.';

const LET_OUT =
  'Ask the hosting company or whoever runs this network to let the connection out to the provider (cPanel: “SMTP Restrictions” off for this account), or send through their own server';

export const liveTexts = {
  'session.login-forgotten': {
    title: 'The server has forgotten the login',
    cause: ({ helloAgain }) =>
      helloAgain === true
        ? 'The login was taken (235), yet the server asks for one: EHLO was said again after it, and the server forgot the login at that.'
        : 'The login was taken (235), yet the server asks for one: it has forgotten it, or something behind it does not know of it.',
    remedy:
      'The server’s log of this session shows where the login was lost: an EHLO after it, or a filter or relay behind the server that has users of its own. No setting of the client mends that.',
    source: rfc(4954, '4'),
    sign: 'The transcript has a 235 before the refusal.',
  },
  'relay.not-for-this-login': {
    title: 'Relaying is not allowed for this login',
    cause: 'The login was taken, yet the server does not pass mail on for it to the recipient’s domain.',
    remedy:
      'The server has to allow relaying to those who have logged in: in Postfix permit_sasl_authenticated, before what refuses relaying; in other servers the right of this account to send outside.',
    source: rfc(6409, '6.1'),
    sign: 'The transcript has a 235 before the refusal.',
  },
  'reach.ftp-answers': {
    title: 'An FTP server answers',
    cause: 'What listens on this port is a server of FTP: it greets with 220 as mail servers do, and takes no mail.',
    remedy: 'Check host and port: mail is sent through 587 or 465, between servers 25. FTP is usually on 21.',
    source: rfc(959, '5.4'),
    sign: 'The greeting names FTP.',
  },
  'reach.another-host-answers': {
    title: 'Another host answers in the provider’s place',
    cause: ({ host, introducedAs, certificateFor, reachedHere, byProxy }) => {
      const shown = [
        ...(introducedAs === undefined ? [] : [`introduces itself as ${introducedAs}`]),
        ...(certificateFor === undefined ? [] : [`shows a certificate for ${certificateFor}`]),
      ];
      const what = shown.length === 0 ? 'does not introduce itself' : `${shown.join(' and ')}, not`;
      const how =
        reachedHere === undefined
          ? `the connection was led to another server ${byProxy === true ? 'by the proxy, or beyond it' : 'on its way'}, as hosting companies and company networks do with ports for mail`
          : `the name led to ${reachedHere}, which is no address of the provider’s but one of this machine or network`;
      return `What answers ${what} as a server of the provider that ${host ?? 'this name'} belongs to: ${how}.`;
    },
    remedy: ({ reachedHere }) =>
      reachedHere === undefined
        ? `${LET_OUT}; from another network the provider itself answers.`
        : `See who leads the name to ${reachedHere}: the hosts file of this machine, or the DNS server that was asked. Where the network does it on purpose: ${LET_OUT.charAt(0).toLowerCase() + LET_OUT.slice(1)}.`,
    source: rfc(5321, '4.3.1'),
    sign: 'The greeting or the certificate names a host that is not the provider’s.',
  },
  'auth.password-beyond-ascii': {
    title: 'Password with letters beyond ASCII refused',
    cause:
      'The password has characters beyond ASCII and was sent as UTF-8, as RFC 4616 asks; many servers compare it in another charset and refuse it though it is right.',
    remedy: 'Set a password of ASCII characters alone, and try that; if it is taken, the charset was the reason.',
    source: rfc(4954, '4'),
    sign: 'A password of ASCII characters alone is taken.',
  },
  'lmtp.is-smtp': {
    title: 'This server speaks SMTP, not LMTP',
    cause: 'It does not know LHLO, with which every LMTP session begins: what listens there is an SMTP server.',
    remedy: 'Choose SMTP as the protocol (--protocol smtp), or give the port or socket at which LMTP is served.',
    source: rfc(2033, '4.1'),
    sign: 'EHLO is answered at the same place.',
  },
  'lmtp.is-lmtp': {
    title: 'This server speaks LMTP, not SMTP',
    cause:
      'It does not take EHLO or HELO, and says itself that it is an LMTP server: there a session begins with LHLO.',
    remedy: 'Choose LMTP as the protocol (--protocol lmtp, or an lmtp:// target).',
    source: rfc(2033, '4.1'),
    sign: 'LHLO is answered at the same place.',
  },
  'lmtp.not-delivered-here': {
    title: 'Not a recipient that is delivered here',
    cause: 'Over LMTP a server only delivers into mailboxes of its own, and this recipient is none of them.',
    remedy:
      'Compare the address as it was handed over with the users the delivery service knows: its domain may have to be cut off or kept (in Dovecot auth_username_format, in Postfix lmtp and the transport that leads there).',
    source: rfc(2033, '5'),
    sign: 'A recipient that the delivery service surely has is taken.',
  },
} satisfies Readonly<Record<string, DiagnosisText>>;
