/**
 * The report as a person reads it: a verdict, a few sentences, sections of rows. Terminal, Markdown and HTML are three ways
 * to draw the same outline. Whatever a server said is made safe to show here, once for all.
 */
import type { Report } from '../../../protocol/values/session/report.ts';
import { deliveryText } from '../../../texts/outcomes/delivery.ts';
import { secretText } from '../../../texts/providers/forms.ts';
import { providerOfHost } from '../../../protocol/providers/find.ts';
import { type VerdictWords, targetText, verdictText, verdictWords } from '../../../texts/outcomes/verdict.ts';
import { visible } from '../../../texts/visible.ts';
import { isRefused } from '../../../protocol/fold/verdict.ts';
import { capabilitySection } from './capabilities.ts';
import type { Cell, Outline, Section, CellTone } from './types.ts';
import {
  addressSection,
  answerSection,
  authSection,
  findingSection,
  greetingSection,
  hostSection,
  phaseSection,
  queueSection,
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
    queueSection(report),
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

const line = (label: string, text: string, tone: CellTone = 'plain'): Cell[] => [
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

/** Why, who can act and what to do, and what would settle it: what the verdict says everywhere. */
function paragraphs(report: Report): Cell[][] {
  const { error } = report;
  const words = verdictWords(report);
  const refused = error !== null || report.recipients.some(isRefused);
  return [
    ...(error === null ? [] : [[{ text: error.message, tone: 'plain' as const }]]),
    ...(report.delivery === 'unknown' && error !== null ? [line('Delivery', deliveryText(report), 'warn')] : []),
    ...(refused ? answerParagraphs(words) : []),
    ...providerParagraphs(report),
  ];
}

function answerParagraphs({ cause, sure, actor, remedy, alternatives, experiments }: VerdictWords): Cell[][] {
  const text = (label: string, said: string): Cell[] => line(label, visible(said));
  return [
    ...(cause === null ? [] : [text('Why', cause)]),
    ...(sure === null ? [] : [text('How sure', sure)]),
    ...(actor === null ? [] : [text('Who can act', actor)]),
    ...(remedy === null ? [] : [text('What to do', remedy)]),
    ...alternatives.map(({ title, tellApart }) => text('Could also be', `${title}. ${tellApart}`)),
    ...experiments.map(({ title, command }) => text('To find out', `${title}: ${command}`)),
  ];
}
