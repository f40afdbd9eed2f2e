/** HELP: the list of commands, or the syntax of one. */
import { makeReply, replies } from './replies.ts';
import type { HandlerReply } from '../handlers/types.ts';

const SYNTAX: Readonly<Record<string, string>> = {
  EHLO: 'EHLO name',
  HELO: 'HELO name',
  LHLO: 'LHLO name',
  STARTTLS: 'STARTTLS',
  AUTH: 'AUTH mechanism [initial-response]',
  MAIL: 'MAIL FROM:<address> [parameters]',
  RCPT: 'RCPT TO:<address> [parameters]',
  DATA: 'DATA',
  BDAT: 'BDAT octets [LAST]',
  RSET: 'RSET',
  NOOP: 'NOOP [text]',
  VRFY: 'VRFY address',
  EXPN: 'EXPN list',
  ETRN: 'ETRN domain',
  XCLIENT: 'XCLIENT name=value ...',
  HELP: 'HELP [command]',
  QUIT: 'QUIT',
};

export function helpOn(args: string): HandlerReply {
  if (args === '') return replies.help;
  const verb = args.toUpperCase();
  const syntax = Object.hasOwn(SYNTAX, verb) ? SYNTAX[verb] : undefined;
  return syntax === undefined ? replies.noHelp : makeReply(214, '2.0.0', `Syntax: ${syntax}`);
}
