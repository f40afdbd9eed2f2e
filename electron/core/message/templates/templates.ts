/** The messages that a send test can begin with: whole sources whose variables are still to be filled in (variables.ts). */
import type { TemplateId } from '../../../protocol/facts/templates.ts';
import { attachments, bounce, htmlWithText, invitation, fewLines, receipt, unsubscribe } from './everyday.ts';
import { eicar, eicarZip, gtube } from './filters.ts';
import { beyondLatin, eightBit, leadingDots, lineEnds, longLines, smtputf8 } from './wire.ts';

const sources: Readonly<Record<TemplateId, (now: Date) => string>> = {
  plain: fewLines,
  html: htmlWithText,
  attachments,
  invitation,
  unsubscribe,
  receipt,
  bounce,
  'long-lines': longLines,
  'leading-dots': leadingDots,
  'line-ends': lineEnds,
  'eight-bit': eightBit,
  'right-to-left': beyondLatin,
  smtputf8,
  gtube,
  eicar,
  'eicar-zip': eicarZip,
};

/** Lines end in CR LF, but for those of `line-ends`. `now`: what an invitation is dated by. */
export const templateSource = (id: TemplateId, now: Date = new Date()): string => sources[id](now);
