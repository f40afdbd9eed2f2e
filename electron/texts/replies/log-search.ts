/** Where a message can be looked for once a server has it: the command for that server's log, and what has to be known of it. */
import type { Queued, QueueServer } from '../../protocol/parse/message/queued.ts';
import { powerShell, shell } from '../copy-as/quote.ts';

export interface LogSearch {
  /** The server whose form of reply it is. */
  readonly name: string;
  /** To be run there; null where nobody but the provider has a log. */
  readonly command: string | null;
  readonly note: string;
}

const names: Readonly<Record<QueueServer, string>> = {
  postfix: 'Postfix',
  exim: 'Exim',
  sendmail: 'Sendmail',
  opensmtpd: 'OpenSMTPD',
  dovecot: 'Dovecot',
  haraka: 'Haraka',
  exchange: 'Exchange',
  'exchange-online': 'Exchange Online',
  gmail: 'Gmail',
};

const syslog = (id: string): string => `grep -F -- ${shell(id)} /var/log/mail.log`;
const usual = 'On the server. Debian keeps this log there, Red Hat in /var/log/maillog; without either: journalctl.';

export function logSearch({ server, id, host, messageId }: Queued): LogSearch {
  const name = names[server];
  switch (server) {
    case 'postfix':
    case 'sendmail':
    case 'dovecot':
      return { name, command: syslog(id), note: usual };
    case 'opensmtpd':
      return {
        name,
        command: `grep -F -- ${shell(id)} /var/log/maillog`,
        note: 'On the server, where OpenBSD keeps it.',
      };
    case 'exim':
      return {
        name,
        command: `exigrep ${shell(id)} /var/log/exim4/mainlog`,
        note: 'On the server. Debian keeps this log there, others in /var/log/exim/main.log.',
      };
    case 'haraka':
      return {
        name,
        command: `grep -F -- ${shell(id)} /var/log/haraka.log`,
        note: 'On the server, wherever its log is kept.',
      };
    case 'exchange':
      return {
        name,
        command: `Get-MessageTrackingLog -Server ${powerShell(host ?? '')} -InternalMessageId ${powerShell(id)}`,
        note: 'In the Exchange Management Shell. The number is this server’s own.',
      };
    case 'exchange-online':
      return {
        name,
        command: messageId === null ? null : `Get-MessageTraceV2 -MessageId ${powerShell(messageId)}`,
        note: 'In Exchange Online PowerShell, by an administrator of the recipient’s organisation; of Outlook.com mailboxes Microsoft alone has a log.',
      };
    case 'gmail':
      return {
        name,
        command: null,
        note: 'Google shows no log of Gmail. An administrator of a Workspace domain finds the message by its Message-ID in Email Log Search.',
      };
  }
}
