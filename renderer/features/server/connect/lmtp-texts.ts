/** The ways to a listener that speaks LMTP, or that is a Unix socket. */
import type { Protocol } from '../../../../electron/protocol/values/connection.ts';
import { lines, type Endpoint, type ConnectWay } from '../listeners/endpoint.ts';
import { addressText, swaksText } from './smtp-texts.ts';
import { hostPortText } from '../../../../electron/protocol/parse/host-port.ts';

export function lmtpWays(to: Endpoint): ConnectWay[] {
  const at = hostPortText(to.host, to.port);
  return [
    addressText(to),
    { id: 'url', label: 'URL', text: `lmtp://${at}`, note: 'As Posthorn itself takes it.' },
    {
      id: 'postfix',
      label: 'Postfix',
      text: `mailbox_transport = lmtp:inet:${at}`,
      note: 'main.cf; for virtual domains it is virtual_transport.',
    },
    {
      id: 'exim',
      label: 'Exim',
      text: lines(
        'posthorn_lmtp:',
        '  driver = smtp',
        '  protocol = lmtp',
        `  hosts = ${to.host}`,
        `  port = ${to.port}`,
        '  hosts_override',
        '  allow_localhost',
      ),
      note: 'Among the transports; a router names it with transport = posthorn_lmtp.',
    },
    {
      id: 'python',
      label: 'Python',
      text: lines(
        'import smtplib',
        '',
        `with smtplib.LMTP("${to.host}", ${to.port}) as server:`,
        '    server.send_message(message)',
      ),
      note: 'smtplib of the standard library.',
    },
    swaksText(to, true),
  ];
}

export function socketWays(protocol: Protocol, path: string): ConnectWay[] {
  const socket: ConnectWay = { id: 'address', label: 'Path', text: path, note: 'The path of the Unix socket.' };
  if (protocol === 'smtp') return [socket];
  return [
    socket,
    {
      id: 'postfix',
      label: 'Postfix',
      text: `mailbox_transport = lmtp:unix:${path}`,
      note: 'main.cf; a chrooted lmtp client sees paths below its queue directory.',
    },
    {
      id: 'python',
      label: 'Python',
      text: lines('import smtplib', '', `with smtplib.LMTP("${path}") as server:`, '    server.send_message(message)'),
      note: 'smtplib of the standard library: a path instead of a host.',
    },
    {
      id: 'swaks',
      label: 'swaks',
      text: `swaks --protocol LMTP --socket ${path} --to recipient@example.org`,
      note: 'From a shell.',
    },
  ];
}
