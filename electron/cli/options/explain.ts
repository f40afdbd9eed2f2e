/** Options of `explain`. */
import { flag, text } from '../../protocol/options/option.ts';
import { described, group, type Values } from './types.ts';

export const explainInput = group('Input', {
  context: described(
    text('context', 'FILE.json'),
    'where it came up, any of: phase, host, port, security, protocol, greeting, ehlo and ehloBeforeTls (lines), mechanism, user, mailFrom, rcptTo, messageBytes, clientError, note',
  ),
  json: described(flag('json'), 'print JSON'),
});

export interface ExplainValues {
  readonly input: Values<typeof explainInput>;
}
