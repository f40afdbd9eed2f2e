/** The send test as a draft, and a draft as a send test. Secrets have no place in either. */
import type { DkimChoice } from '../../../electron/protocol/values/app/dkim.ts';
import type { FoundDraft, SendDraft } from '../../../electron/protocol/values/app/outgoing.ts';
import type { ConnectionForm } from '../../session/target/connection-form.svelte.ts';
import type { DeliveryForm } from './delivery/delivery.svelte.ts';
import type { DkimForm } from './message/dkim/dkim.svelte.ts';
import type { MessageSources } from './message/sources/message-sources.svelte.ts';
import type { OutgoingFiles } from './message/outgoing-files.svelte.ts';
import type { SourceForm } from './message/source.svelte.ts';
import type { Route } from './route/route.svelte.ts';
import { isStep, type StepId } from './steps/steps.ts';

/** What is written back and forth. */
interface Typed {
  readonly form: ConnectionForm;
  from: string;
  to: string;
  kind: SendDraft['message']['kind'];
  subject: string;
  text: string;
  html: string;
  withHtml: boolean;
  headers: string;
  octets: string;
  raw: boolean;
  dryRun: boolean;
  step: StepId;
  readonly route: Pick<Route, 'kind' | 'others'>;
  readonly source: SourceForm;
  readonly delivery: DeliveryForm;
  readonly files: OutgoingFiles;
  readonly dkim: DkimForm;
  readonly sources: MessageSources;
}

/** As on a first start. */
export const firstDraft: SendDraft = {
  connection: { target: '' },
  auth: null,
  profileId: null,
  from: 'sender@example.org',
  to: 'recipient@example.org',
  message: {
    kind: 'composed',
    subject: 'Test message from Posthorn',
    text: 'This is a test message.\n\nIf you can read it, it went the whole way: the server took it, and delivered it to you.\n',
    html: null,
    template: null,
    source: '',
    octets: 1_048_576,
    raw: false,
  },
  delivery: {},
  dryRun: false,
  step: 'server',
  attachments: [],
  messageFile: null,
};

export function draftOf(typed: Typed): SendDraft {
  const { form, source, files, delivery, octets, kind } = typed;
  const size = /^\d{1,10}$/.test(octets.trim()) ? Number(octets) : 0;
  return {
    connection: form.connection(),
    auth: form.auth(),
    profileId: form.profileId,
    from: typed.from,
    to: typed.to,
    message: {
      kind,
      subject: typed.subject,
      text: typed.text,
      html: typed.withHtml ? typed.html : null,
      template: source.template,
      source: source.source,
      octets: size,
      raw: kind === 'template' ? source.raw : typed.raw,
      ...(typed.headers === '' ? {} : { headers: typed.headers }),
      ...(source.own === null ? {} : { ownTemplate: source.own }),
      ...(typed.sources.entry === null ? {} : { entry: typed.sources.entry }),
      ...(typed.sources.captured === null ? {} : { captured: typed.sources.captured }),
      ...signedAs(typed.dkim),
    },
    delivery: delivery.asked,
    dryRun: typed.dryRun,
    step: typed.step,
    route: typed.route.kind,
    others: typed.route.others,
    attachments: files.attachments.map(({ handle }) => handle),
    messageFile: files.message?.handle ?? null,
  };
}

/** Of a draft or a message. */
export const signedAs = ({ choice }: DkimForm): { dkim?: DkimChoice } => (choice === null ? {} : { dkim: choice });

export function fillFrom(typed: Typed, { draft, attachments, messageFile }: FoundDraft): void {
  const { kind, subject, text, html, template, source, octets, raw } = draft.message;
  typed.form.fill(draft.connection, draft.auth, 'the kept draft');
  typed.form.useProfile(draft.profileId);
  typed.from = draft.from;
  typed.to = draft.to;
  typed.kind = kind;
  typed.subject = subject;
  typed.text = text;
  typed.html = html ?? '';
  typed.withHtml = html !== null;
  typed.headers = draft.message.headers ?? '';
  typed.octets = String(octets);
  typed.source.fill(template, source, kind === 'template' && raw, draft.message.ownTemplate ?? null);
  typed.raw = kind !== 'template' && raw;
  typed.dkim.fill(draft.message.dkim);
  typed.sources.fill(draft.message.entry ?? null, draft.message.captured ?? null);
  typed.files.set(attachments, messageFile);
  typed.delivery.fill(draft.delivery);
  typed.dryRun = draft.dryRun;
  typed.route.kind = draft.route ?? 'server';
  typed.route.others = draft.others ?? '';
  typed.step = isStep(draft.step) && draft.step !== 'result' ? draft.step : 'server';
}
