/** The kinds of survey that the window has, as tabs, with the words that differ between them. */
import type { SurveyKind } from '../../../electron/protocol/values/survey/request.ts';
import type { OptionField } from '../../session/fields/option-fields.ts';

/** Those that have a plan and sessions; a comparison has two sides. */
export const WINDOW_KINDS = [
  'matrix',
  'addresses',
  'mx',
  'census',
  'mechanisms',
  'watch',
  'targets',
] as const satisfies readonly SurveyKind[];
export type WindowKind = (typeof WINDOW_KINDS)[number];
export type SurveyTab = WindowKind | 'compare';

export const isWindowKind = (kind: SurveyKind): kind is WindowKind => WINDOW_KINDS.some((each) => each === kind);

/** Options of a connection that a survey decides itself: which hosts and addresses of a name are asked. */
export const decidedBy = (kind: WindowKind | null): readonly OptionField[] =>
  kind === 'watch' || kind === 'mechanisms' ? [] : ['mx', 'everyAddress'];

interface KindWords {
  readonly tab: string;
  /** Of the field with the server. */
  readonly field: string;
  readonly placeholder: string;
  /** Of the button that starts it. */
  readonly start: string;
  readonly title: string;
  readonly text: string;
}

export const kindWords: Readonly<Record<WindowKind, KindWords>> = {
  matrix: {
    tab: 'Port matrix',
    field: 'Host',
    placeholder: 'mail.example.org',
    start: 'Find the port',
    title: 'Which port works?',
    text: 'Every port is tried at every address of the host, in clear, with STARTTLS and with TLS from the first byte. Nothing is sent. What works, what is refused and what is silent stands in one grid, with what that shows.',
  },
  addresses: {
    tab: 'Addresses',
    field: 'Host and port',
    placeholder: 'mail.example.org:587',
    start: 'Ask every address',
    title: 'Do all addresses answer alike?',
    text: 'A whole session with every address of the name, IPv4 and IPv6. Nothing is sent. Addresses that fail or say something else than the others are named.',
  },
  mx: {
    tab: 'MX hosts',
    field: 'Domain',
    placeholder: 'example.org',
    start: 'Ask every MX host',
    title: 'Do all hosts take the mail of a domain?',
    text: 'A whole session with every address of every MX host of the domain, as a server would hold that delivers to it. Nothing is sent.',
  },
  census: {
    tab: 'Back ends',
    field: 'Host and port',
    placeholder: 'mail.example.org:25',
    start: 'Count back ends',
    title: 'Which back ends are behind one address?',
    text: 'Many sessions with each address, one after the other, told apart by what they say: greeting, keywords, certificate, TLS version. Nothing is sent.',
  },
  mechanisms: {
    tab: 'Mechanisms',
    field: 'Host and port',
    placeholder: 'mail.example.org:587',
    start: 'Verify',
    title: 'Does this login work, and may it send?',
    text: 'Every mechanism that is offered before and after TLS is listed, and the strongest is tried once. Then, if you name a sender, whether the login may write as that one: MAIL, RCPT and RSET, no message.',
  },
  watch: {
    tab: 'Watch',
    field: 'Host and port',
    placeholder: 'mail.example.org:587',
    start: 'Watch',
    title: 'When does it change or fail?',
    text: 'One session after the other, for as long as you want: how long each step takes as a line, what changed as a log, how long the certificate lasts. It goes on behind other screens, and ends by itself after a refused login. Nothing is sent.',
  },
  targets: {
    tab: 'List of servers',
    field: 'Servers',
    placeholder: '',
    start: 'Ask all',
    title: 'How do many servers stand?',
    text: 'The same asked of each server or domain of a list, a few at a time, one session to an address. Paste the list above or open a file: one server a line, or a table with the columns host, port, user and profile. Nothing is sent.',
  },
};

export const kindTabs: readonly { readonly value: SurveyTab; readonly label: string }[] = [
  ...WINDOW_KINDS.filter((kind) => kind !== 'watch' && kind !== 'targets').map((kind) => ({
    value: kind,
    label: kindWords[kind].tab,
  })),
  { value: 'compare', label: 'Compare' },
  { value: 'watch', label: kindWords.watch.tab },
  { value: 'targets', label: kindWords.targets.tab },
];
