/** What the verification of a credential shows, in sentences, and the one above them. */
import type { OtherLogin } from '../../protocol/values/survey/event.ts';
import type { MechanismsInference } from '../../protocol/values/survey/mechanisms.ts';
import type { OtherProtocol } from '../../protocol/values/survey/request.ts';
import type { StateOf } from '../../protocol/values/survey/state.ts';
import { list, plural } from '../units.ts';
import { shorten, visible } from '../visible.ts';

export const otherProtocolTexts: Readonly<Record<OtherProtocol, string>> = { imap: 'IMAP', pop3: 'POP3' };
const named = (protocols: readonly OtherProtocol[]): string => list(protocols.map((one) => otherProtocolTexts[one]));
const names = (all: readonly string[]): string => list(all.slice(0, 12).map((one) => shorten(visible(one), 60)));
const takes = (protocols: readonly OtherProtocol[]): string => (protocols.length === 1 ? 'takes' : 'take');
const refuses = (protocols: readonly OtherProtocol[]): string => (protocols.length === 1 ? 'refuses' : 'refuse');

export function mechanismsInferenceText({ code, params }: MechanismsInference): string {
  switch (code) {
    case 'login-works':
      return `The login works with ${names([params.mechanism])}${params.of.length > 1 ? `; offered: ${names(params.of)}` : ''}.`;
    case 'password-right-smtp-off':
      return `The password is right: ${named(params.protocols)} ${takes(params.protocols)} it. It is the login at SMTP that is off for this account, or wants another form of it.`;
    case 'right-elsewhere':
      return `${named(params.protocols)} ${takes(params.protocols)} this login, so the password is right; SMTP has not judged it.`;
    case 'refused-everywhere':
      return `SMTP and ${named(params.protocols)} refuse this login: user name or password is wrong, or the account takes no passwords at all.`;
    case 'other-refuses':
      return `SMTP takes the login, ${named(params.protocols)} ${refuses(params.protocols)} it.`;
    case 'login-refused':
      return `Refused with ${names(params.mechanisms)}.`;
    case 'no-login-offered':
      return params.offered.length === 0
        ? 'The server offers no login here.'
        : `The server offers no login that can be used here (${names(params.offered)}).`;
    case 'password-kept-back':
      return `The connection is not encrypted, and ${names(params.offered)} would show the password to whoever listens: it was not sent.`;
    case 'not-all-tried':
      return `Not tried: ${names(params.left)}. A reply spoke of a lock-out, or no further connection came as far as a login.`;
    case 'some-mechanisms-fail':
      return `${names(params.working)} ${params.working.length === 1 ? 'works' : 'work'}, ${names(params.failing)} ${params.failing.length === 1 ? 'does' : 'do'} not.`;
    case 'sender-refused':
      return `This sender may not be used: ${shorten(visible(params.reply), 300)}`;
    case 'recipients-refused':
      return `Refused as ${params.refused.length === 1 ? 'a recipient' : 'recipients'}: ${names(params.refused)}.`;
    case 'sender-accepted':
      return `${params.from === '' ? 'The null sender' : shorten(visible(params.from), 120)} may write to every recipient asked about.`;
    case 'not-reached':
      return `It did not come to a login: ${shorten(visible(params.message), 300)}`;
    case 'stopped':
      return 'Stopped before the login was settled.';
  }
}

export function otherLoginText({ protocol, host, port, result, reason }: OtherLogin): string {
  const where = `${otherProtocolTexts[protocol]} at ${shorten(visible(host), 120)}:${port}`;
  const why = reason === null || reason === '' ? '' : `: ${shorten(visible(reason), 200)}`;
  return result === 'accepted'
    ? `${where} takes it`
    : result === 'refused'
      ? `${where} refuses it${why}`
      : `${where}: not tried${why}`;
}

/** "smtp.example.org: the login works", "...: the login is refused". */
export function mechanismsTitle({ host, inferences, cells }: StateOf<'mechanisms'>): string {
  const name = shorten(visible(host), 120);
  const has = (code: MechanismsInference['code']): boolean => inferences.some((one) => one.code === code);
  if (has('login-works'))
    return has('sender-refused') || has('recipients-refused')
      ? `${name}: the login works, the envelope is refused`
      : `${name}: the login works`;
  if (has('password-right-smtp-off')) return `${name}: the password is right, SMTP does not take it`;
  if (has('login-refused'))
    return `${name}: the login is refused${cells.length > 1 ? ` by ${plural(cells.length, 'mechanism')}` : ''}`;
  if (has('password-kept-back')) return `${name}: the password was not sent, the connection is not encrypted`;
  const none = inferences.find((one) => one.code === 'no-login-offered');
  if (none !== undefined)
    return `${name}: no login ${none.params.offered.length === 0 ? 'is offered' : 'that can be used is offered'}`;
  return has('stopped') ? `${name}: stopped` : `${name}: no login was tried`;
}
