/** Experiments as changes of the connection form: what the window does when one is pressed. */
import { hostPortText } from '../../../electron/protocol/parse/host-port.ts';
import { serverHost } from '../target/target-words.ts';
import type { ConnectionForm } from '../target/connection-form.svelte.ts';

type Change = (form: ConnectionForm) => void;

/** The same host on another port; the login stays with the host. */
function port(form: ConnectionForm, number: number, security: ConnectionForm['security']): void {
  form.target = hostPortText(serverHost(form.target), number);
  form.protocol = 'auto';
  form.security = security;
}

const changes: Readonly<Record<string, Change>> = {
  'with-starttls': (form) => (form.security = 'starttls'),
  'tls-here': (form) => (form.security = 'tls'),
  'implicit-tls': (form) => port(form, 465, 'tls'),
  'port-587': (form) => port(form, 587, 'starttls'),
  'other-mechanism': (form) => (form.mechanism = 'all'),
  'other-family': (form) => (form.options.fields.family = '4'),
  later: () => undefined,
};

/** Null where it takes more than another check: a message, a name, a recipient. */
export const changeFor = (id: string): Change | null => (Object.hasOwn(changes, id) ? (changes[id] ?? null) : null);
