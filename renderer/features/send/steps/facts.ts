/** What the steps are made from, out of the state of the send test. */
import { templateTexts } from '../../../../electron/texts/app/templates.ts';
import { octets, plural } from '../../../../electron/texts/units.ts';
import { runTone, runVerdict } from '../../../session/verdict/verdict.ts';
import { readTarget } from '../../../session/target/target-words.ts';
import { leadsHere } from '../../../../electron/protocol/parse/loopback.ts';
import type { ProfilesPort } from '../../../app/ports.ts';
import { parseHeaderLines } from '../../../../electron/protocol/parse/message/header-lines.ts';
import { headerTrouble } from '../message/header-words.ts';
import type { ConnectionForm } from '../../../session/target/connection-form.svelte.ts';
import type { DeliveryForm } from '../delivery/delivery.svelte.ts';
import type { DkimForm } from '../message/dkim/dkim.svelte.ts';
import type { Repetition } from '../delivery/repetition.svelte.ts';
import type { Route } from '../route/route.svelte.ts';
import type { ServerLook } from './look.svelte.ts';
import type { EnvelopeForm } from '../envelope/envelope.svelte.ts';
import type { OutgoingMessage } from '../message/message.svelte.ts';
import { Repeated } from '../result/repeated.svelte.ts';
import type { Sending } from '../result/sending.svelte.ts';
import type { Offer } from './offer.ts';
import type { StepFacts } from './steps.ts';

/** The part of the state that the steps speak of. */
interface Shown {
  readonly form: ConnectionForm;
  readonly look: ServerLook;
  readonly route: Pick<Route, 'kind' | 'stops' | 'trouble'>;
  readonly envelope: EnvelopeForm;
  readonly message: OutgoingMessage;
  readonly delivery: DeliveryForm;
  readonly repetition: Repetition;
  readonly profiles: Pick<ProfilesPort, 'profiles'> | null;
  readonly offered: Offer | null;
  readonly sending: Pick<Sending, 'front' | 'many'>;
}

export function factsOf(send: Shown): StepFacts {
  const { form, delivery, offered, envelope } = send;
  const reading = readTarget(form.target, form);
  const missing = offered === null ? [] : delivery.needed.filter((keyword) => !offered.has(keyword));
  return {
    target: form.target.trim(),
    targetWrong: reading?.ok === false ? reading.text : null,
    route: send.route.kind,
    stops: send.route.stops.map(({ name }) => name),
    routeTrouble: send.route.trouble,
    user: form.user,
    offer: send.look.words,
    from: envelope.sender,
    recipients: envelope.recipients.addresses,
    doubtful: envelope.recipients.doubtful,
    ownReports: envelope.recipients.reports.length,
    reportsNotOffered: envelope.recipients.reports.length > 0 && offered !== null && !offered.has('DSN'),
    ...signed(messageFacts(send.message, offered), send.message.dkim),
    delivery: delivery.words,
    deliveryWrong: delivery.wrong,
    notOffered: missing,
    forced: delivery.asked.forceExtensions === true,
    repeat: send.repetition,
    stranger: send.route.kind === 'server' ? strangerAmong(envelope.recipients.addresses, send) : null,
    dryRun: delivery.dryRun,
    result: resultOf(send.sending),
  };
}

/** The first recipient that is, as far as is known, none of the user's own addresses; null where there is none, or nothing leaves the machine. */
function strangerAmong(
  recipients: readonly string[],
  { form, profiles }: Pick<Shown, 'form' | 'profiles'>,
): string | null {
  if (leadsHere(form.connection())) return null;
  const known = (profiles?.profiles ?? []).flatMap(({ content: { auth, envelope } }) => [
    envelope.from,
    ...(auth === null ? [] : [auth.user]),
  ]);
  const own = new Set([form.user, ...known].map((address) => address.toLowerCase()));
  return recipients.find((address) => !own.has(address.toLowerCase())) ?? null;
}

function resultOf({ front, many }: Shown['sending']): StepFacts['result'] {
  if (many === null)
    return front === null ? null : { text: runVerdict(front).title, tone: runTone(front), active: front.active };
  if (many instanceof Repeated) {
    const { good, done, asked, active } = many;
    const text = `${good} of ${active ? done : asked.count} messages without a problem`;
    return { text, tone: active ? 'neutral' : good === asked.count ? 'ok' : 'err', active };
  }
  const { legs, active } = many;
  const good = legs.filter(({ run }) => run?.report?.ok === true).length;
  const text = `${good} of ${legs.length} deliveries without a problem`;
  return { text, tone: active ? 'neutral' : good === legs.length ? 'ok' : 'err', active };
}

type MessageFacts = Pick<StepFacts, 'message' | 'messageMissing' | 'messageDoubt'>;

/** With who signs it, and what keeps it from being signed. */
function signed(facts: MessageFacts, dkim: DkimForm): MessageFacts {
  if (dkim.chosen === null) return facts;
  const message = dkim.domain.trim() === '' ? facts.message : `${facts.message}, signed for ${dkim.domain.trim()}`;
  return { ...facts, message, messageMissing: facts.messageMissing ?? dkim.trouble };
}

function messageFacts(outgoing: OutgoingMessage, offered: Offer | null): MessageFacts {
  const { kind, subject, headers, files, source, sources, octetsWrong } = outgoing;
  const fine = { messageMissing: null, messageDoubt: null };
  switch (kind) {
    case 'composed': {
      const attached = files.attachments.length;
      const named = subject === '' ? 'no subject' : `“${subject}”`;
      const message = attached === 0 ? named : `${named}, ${plural(attached, 'attachment')}`;
      const messageMissing = files.troubleOf(files.attachments) ?? headerTrouble(parseHeaderLines(headers));
      return { message, messageMissing, messageDoubt: null };
    }
    case 'template': {
      const own = source.own === null ? null : source.kept.nameOf(source.own);
      const name = own ?? (source.template === null ? 'A source' : templateTexts[source.template].name);
      const worst = source.checks.filter(({ severity }) => severity !== 'info').length;
      const { keyword } = source;
      const lacks = keyword !== null && offered !== null && !offered.has(keyword) ? keyword : null;
      const doubt =
        lacks === null ? (worst === 0 ? null : plural(worst, 'warning')) : `The server does not offer ${lacks}`;
      const message = `${name}${source.edited ? ', changed' : ''}`;
      return { message, messageMissing: source.source === '' ? 'The source is empty.' : null, messageDoubt: doubt };
    }
    case 'generated':
      return {
        message: octetsWrong === null ? octets(Number(outgoing.octets)) : 'By size',
        messageMissing: octetsWrong === null ? null : 'Say how many octets the message is to have.',
        messageDoubt: null,
      };
    case 'captured':
      return sources.captured === null
        ? { message: 'A captured message', messageMissing: 'Choose the message to send on.', messageDoubt: null }
        : { ...fine, message: `“${sources.captured.subject ?? ''}”, ${octets(sources.captured.size)}` };
    case 'file':
      return files.message === null
        ? { message: 'From a file', messageMissing: 'Choose the file that is the message.', messageDoubt: null }
        : {
            ...fine,
            messageMissing: files.troubleOf([files.message]),
            message: `${files.message.name}, ${sources.entry === null ? octets(files.message.size) : 'one of its messages'}`,
          };
  }
}
