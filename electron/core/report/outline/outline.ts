/**
 * The report as a person reads it: a verdict, a few sentences, sections of rows. Terminal, Markdown and HTML are three ways
 * to draw the same outline. Whatever a server said is made safe to show here, once for all.
 */
import type { Report } from '../../../protocol/values/session/report.ts';
import { actorText } from '../../../texts/actors.ts';
import { deliveryText } from '../../../texts/outcomes/delivery.ts';
import { outcomeText } from '../../../texts/outcomes/outcomes.ts';
import { recipientAdvice, refusedRecipients } from '../../../texts/outcomes/recipients.ts';
import { secretText } from '../../../texts/providers/forms.ts';
import { providerOfHost } from '../../../protocol/providers/find.ts';
import { targetText, verdictText } from '../../../texts/outcomes/verdict.ts';
import { capabilitySection } from './capabilities.ts';
import type { Cell, Outline, Section, Tone } from './types.ts';
import {
  addressSection,
  answerSection,
  authSection,
  findingSection,
  greetingSection,
  hostSection,
  phaseSection,
  recipientSection,
  tlsSection,
  transcriptSection,
} from './sections.ts';

export function outlineOf(report: Report): Outline {
  const sections: (Section | null)[] = [
    phaseSection(report),
    hostSection(report),
    addressSection(report),
    greetingSection(report),
    capabilitySection(report.ehlo),
    tlsSection(report),
    authSection(report),
    answerSection(report),
    recipientSection(report),
    findingSection(report),
    transcriptSection(report),
  ];
  return {
    title: `${report.command} ${targetText(report.target)}`,
    startedAt: report.startedAt,
    ok: report.ok,
    verdict: verdictText(report),
    paragraphs: paragraphs(report),
    sections: sections.filter((section) => section !== null),
  };
}

const line = (label: string, text: string, tone: Tone = 'plain'): Cell[] => [
  { text: `${label}: `, tone: 'muted' },
  { text, tone },
];

/** Where a login failed at a known provider, what usually goes wrong there, with its source. */
function providerParagraphs({ target, error }: Report): Cell[][] {
  const provider = target.host === null ? null : providerOfHost(target.host);
  if (provider === null) return [];
  if (error?.code !== 'auth-failed' && error?.code !== 'auth-unavailable') return [line('Provider', provider.name)];
  const { title, verifiedOn } = provider.sources.at(-1) ?? provider.sources[0];
  return [
    line('Provider', `${provider.name}. ${provider.notes.join(' ')}`.trimEnd()),
    line('What it takes', provider.secrets.map((form) => secretText[form]).join(' ')),
    line('Source', `${title}, ${verifiedOn}`, 'muted'),
  ];
}

/** Some were taken, others not: the session went well, and there is something to be done all the same. */
function refusedParagraphs({ recipients, auth }: Report): Cell[][] {
  const who = recipientAdvice(refusedRecipients(recipients), auth !== null && auth.used !== null);
  if (who === null) return [];
  return [line('Who can act', actorText(who.actor)), ...(who.remedy === null ? [] : [line('What to do', who.remedy)])];
}

function paragraphs(report: Report): Cell[][] {
  if (report.error === null) return [...refusedParagraphs(report), ...providerParagraphs(report)];
  const text = outcomeText(report.error, { target: report.target });
  const { actor = text.actor, remedy = text.remedy } = report.error;
  return [
    [{ text: report.error.message, tone: 'plain' }],
    ...(report.delivery === 'unknown' ? [line('Delivery', deliveryText(report), 'warn')] : []),
    ...(report.error.code === 'cancelled' ? [] : [line('Who can act', actorText(actor))]),
    ...(remedy === null ? [] : [line('What to do', remedy)]),
    ...providerParagraphs(report),
  ];
}
