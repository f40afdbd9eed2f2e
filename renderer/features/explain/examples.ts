/** What an empty box offers, so that a look shows what can be put into it. All made up, with names that nobody has. */
export const examples = [
  {
    title: 'A refused login',
    text: '535 5.7.8 Error: authentication failed',
  },
  {
    title: 'A mail log',
    text: 'Nov 30 07:12:42 relay postfix/qmgr[911]: 4X9kLp2: from=<shop@example.org>, size=4810, nrcpt=1 (queue active)\nNov 30 07:12:44 relay postfix/smtp[4182]: 4X9kLp2: to=<erika@example.net>, relay=mx1.example.net[192.0.2.25]:25, delay=1.9, dsn=5.7.1, status=bounced (host mx1.example.net[192.0.2.25] said: 554 5.7.1 Service unavailable; Client host [198.51.100.7] blocked using zen.spamhaus.org (in reply to RCPT TO command))\nNov 30 07:12:44 relay postfix/qmgr[911]: 4X9kLp2: removed',
  },
  {
    title: 'An error of a program',
    text: 'Error: connect ETIMEDOUT 192.0.2.25:465\n    at TCPConnectWrap.afterConnect [as oncomplete] (node:net:1607:16)',
  },
] as const;
