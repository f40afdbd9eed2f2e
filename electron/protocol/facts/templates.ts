/**
 * The messages that a send test can begin with: what each is for, and what of a server it needs. The messages themselves are made in
 * core/message/templates, their names are in texts/app/templates.ts.
 */
export const TEMPLATE_GROUPS = ['everyday', 'wire', 'filters'] as const;
export type TemplateGroup = (typeof TEMPLATE_GROUPS)[number];

interface TemplateFacts {
  readonly group: TemplateGroup;
  /** Without this keyword in the answer to EHLO a server need not take it. */
  readonly keyword?: 'SMTPUTF8' | '8BITMIME';
  /** Its line ends are part of it: nothing may mend them on their way. */
  readonly lineEnds?: 'raw';
}

const TEMPLATES = {
  plain: { group: 'everyday' },
  html: { group: 'everyday' },
  attachments: { group: 'everyday' },
  invitation: { group: 'everyday' },
  unsubscribe: { group: 'everyday' },
  receipt: { group: 'everyday' },
  bounce: { group: 'everyday' },
  'long-lines': { group: 'wire' },
  'leading-dots': { group: 'wire' },
  'line-ends': { group: 'wire', lineEnds: 'raw' },
  'eight-bit': { group: 'wire', keyword: '8BITMIME' },
  'right-to-left': { group: 'wire' },
  smtputf8: { group: 'wire', keyword: 'SMTPUTF8' },
  gtube: { group: 'filters' },
  eicar: { group: 'filters' },
  'eicar-zip': { group: 'filters' },
} as const satisfies Readonly<Record<string, TemplateFacts>>;

export type TemplateId = keyof typeof TEMPLATES;
export const templates: Readonly<Record<TemplateId, TemplateFacts>> = TEMPLATES;
export const TEMPLATE_IDS = Object.keys(TEMPLATES) as [TemplateId, ...TemplateId[]];

/** What may stand in a template, each filled in for every message that goes out (core/message/templates/variables.ts). */
export const TEMPLATE_VARIABLES = ['from', 'to', 'recipient', 'date', 'id', 'n'] as const;
export type TemplateVariable = (typeof TEMPLATE_VARIABLES)[number];
