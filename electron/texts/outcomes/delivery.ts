/** What became of a message, in one sentence. */
import type { Report } from '../../protocol/values/session/report.ts';

/** Empty where no message was to be sent. */
export function deliveryText({ delivery, recipients }: Pick<Report, 'delivery' | 'recipients'>): string {
  switch (delivery) {
    case null:
      return '';
    case 'none':
      return 'The message was not taken.';
    case 'some':
      return 'The message was taken for some recipients.';
    case 'all':
      return 'The message was taken.';
    case 'unknown': {
      // RFC 5321 section 4.2.1: 3yz asks for more, where nothing more can follow. Any other final reply here was cut off.
      const answered = recipients.some(({ final }) => Math.floor((final?.code ?? 0) / 100) === 3);
      const why = answered ? 'the final reply is neither a yes nor a no' : 'the final reply never came';
      // RFC 5321 section 4.5.3.2.6.
      return `Whether the message was taken is unknown: ${why}. Sending it again may make a second copy.`;
    }
  }
}
