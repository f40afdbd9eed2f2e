/** `posthorn matrix`: what of a host works where. What it is called and takes; what it does is in commands/matrix.ts. */
import { matrixConnection, matrixLogin, matrixPorts, surveyOutput } from '../options/matrix.ts';
import { tlsGroup } from '../options/session.ts';
import { command } from '../parse/read-options.ts';

export const matrix = command({
  name: 'matrix',
  summary: 'ports x security x address, nothing sent: what works where, and what that shows',
  operands: ['HOST'],
  notes: [
    [
      'What cannot differ is tried once: a port that nobody answers is the same with and without TLS. At most two',
      'sessions to one address are connected at one time, and ten in all. The status is 0 where something works, and',
      'the login, if one was asked for, too; else 1.',
    ],
    ['A connection is waited for 8 seconds here, a greeting 10, unless --timeout says otherwise.'],
    [
      'With --user the credential is tried once, at the cell to use, and nowhere else. HOST may be profile:NAME: its host, its',
      'port besides the usual ones and its connection; not its password, which is kept for that port alone.',
    ],
  ],
  groups: { tried: matrixPorts, connection: matrixConnection, tls: tlsGroup, login: matrixLogin, output: surveyOutput },
  printsObject: true,
  examples: [
    ['posthorn matrix mail.example.org', 'which port, and with which security?'],
    ['posthorn matrix mail.example.org --port 2587 --family 4', 'another port besides, over IPv4 alone'],
    ['posthorn matrix mail.example.org --user ann --password-env PW', 'find the port and log in there, once'],
    ['posthorn matrix mail.example.org --timeout greeting=60', 'of a server that holds its greeting back'],
    [
      'posthorn matrix mail.example.org --proxy socks5://gate.example.org',
      'seen from the proxy, which looks the name up',
    ],
    ['posthorn matrix mail.example.org --json', 'for scripts: .best is the cell to use'],
  ],
  load: async () => (await import('../commands/matrix.ts')).runMatrixCommand,
});
