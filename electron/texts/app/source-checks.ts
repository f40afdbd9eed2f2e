/** What is said of the source of a message while it is typed. */
import { TEMPLATE_VARIABLES } from '../../protocol/facts/templates.ts';
import { LONGEST_LINE, type SourceCheck } from '../../protocol/parse/message/source-checks.ts';
import { plural } from '../units.ts';
import { visible } from '../visible.ts';

/** One sentence; the line stands beside it. */
export function sourceCheckText(check: SourceCheck): string {
  switch (check.code) {
    case 'no-empty-line':
      return 'No empty line ends the header: all of it is header';
    case 'not-a-field':
      return 'In the header, and no field: a name, a colon, a value';
    case 'field-missing':
      return `${check.field} is missing; servers of submission may add it, others refuse the message`;
    case 'field-repeated':
      return `${check.field} stands there twice; filters take that amiss (RFC 5322 section 3.6)`;
    case 'line-too-long':
      return `${check.octets} octets in a line, more than ${LONGEST_LINE}: it may be cut or refused${
        check.lines === 1 ? '' : `; ${plural(check.lines, 'such line')}`
      }`;
    case 'bare-line-feed':
      return `LF alone ends ${plural(check.lines, 'line')}: careful servers refuse it`;
    case 'bare-carriage-return':
      return `CR alone ends ${plural(check.lines, 'line')}: careful servers refuse it`;
    case 'unknown-variable':
      return `{{${check.name}}} is no variable and goes out as it stands; there are ${TEMPLATE_VARIABLES.join(', ')}`;
    case 'null-octet':
      return 'NUL in a line: it may be refused or cut there';
    case 'needs-smtputf8':
      return 'Not ASCII in the header: it needs SMTPUTF8, or encoded words';
    case 'needs-8bitmime':
      return '8-bit text, and declared: it needs 8BITMIME';
    case 'eight-bit-not-declared':
      return '8-bit text that no Content-Transfer-Encoding declares';
    case 'part-not-begun':
      return `No line --${visible(check.boundary)} begins a part`;
    case 'part-not-closed':
      return `No line --${visible(check.boundary)}-- ends the parts`;
  }
}
