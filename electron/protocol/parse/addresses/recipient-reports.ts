/** What stands after an address as RCPT has it, NOTIFY=SUCCESS,DELAY ORCPT=rfc822;ann@example.org (RFC 3461): the reports of one recipient. */
import { dsnOptions } from '../../options/envelope.ts';
import type { RecipientReports } from '../../values/target.ts';

export type OwnReports = Omit<RecipientReports, 'index'>;

export interface WithReports {
  readonly text: string;
  /** Null where nothing is asked for. */
  readonly reports: OwnReports | null;
}

const parameter = /[ \t]{1,20}(NOTIFY|ORCPT)=(\S{1,500})$/i;

/** What is no such parameter, or cannot be its value, stays part of the text, and so is no address. */
export function splitReports(typed: string): WithReports {
  let text = typed.trimEnd();
  const reports: { notify?: OwnReports['notify']; orcpt?: string } = {};
  for (;;) {
    const [whole, name = '', value = ''] = parameter.exec(text) ?? [];
    if (whole === undefined) break;
    if (name.toUpperCase() === 'NOTIFY') {
      const notify = dsnOptions.notify.read([value]);
      if (!notify.ok || reports.notify !== undefined) break;
      reports.notify = notify.value;
    } else {
      if (reports.orcpt !== undefined) break;
      reports.orcpt = decodeXtext(value);
    }
    text = text.slice(0, text.length - whole.length);
  }
  return { text, reports: Object.keys(reports).length === 0 ? null : reports };
}

/** RFC 3461 section 4: + and two hexadecimal digits in capitals; whatever else follows a + is as it stands. */
const decodeXtext = (value: string): string =>
  value.replace(/\+([0-9A-F]{2})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 16)));

/** The same as text, to be typed again. */
export function reportsText({ notify, orcpt }: OwnReports): string {
  return [
    ...(notify === undefined ? [] : [` NOTIFY=${notify.join(',').toUpperCase()}`]),
    ...(orcpt === undefined ? [] : [` ORCPT=${orcpt.replace(/[+\x20=]/g, hexadecimal)}`]),
  ].join('');
}

const hexadecimal = (character: string): string =>
  `+${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
