/** What the test server says it can do and whom it lets in, in words. */
import { list, octets } from '../../../../electron/texts/units.ts';
import { visible } from '../../../../electron/texts/visible.ts';
import type { ServerConfig } from '../../../../electron/protocol/values/server/server.ts';

export interface AdvertisedFact {
  readonly term: string;
  readonly text: string;
}

export function advertisedFacts(config: ServerConfig): AdvertisedFact[] {
  return [
    { term: 'Host name', text: visible(config.hostname) },
    {
      term: 'Largest message',
      text: config.maxMessageBytes === 0 ? 'no limit' : `${octets(config.maxMessageBytes)}, larger ones are refused`,
    },
    ...limitFacts(config),
    { term: 'Addresses', text: config.smtputf8 ? 'also beyond ASCII (SMTPUTF8)' : 'ASCII only' },
    { term: 'Login', text: loginText(config.auth) },
    ...(config.bareLineEnds === 'refuse' ? [{ term: 'Line ends', text: 'CR or LF alone is refused' }] : []),
    ...(config.xclient === true
      ? [{ term: 'XCLIENT', text: 'whoever connects may claim any address, name and login' }]
      : []),
  ];
}

/** Those that somebody has set. */
function limitFacts({ maxRecipients, maxMessages, timeouts }: ServerConfig): AdvertisedFact[] {
  const waits = (
    [
      ['the first command', timeouts?.greeting],
      ['each command', timeouts?.command],
      ['a TLS handshake', timeouts?.tls],
    ] as const
  ).flatMap(([what, ms]) => (typeof ms === 'number' ? [`${ms / 1000} s for ${what}`] : []));
  return [
    ...(typeof maxRecipients === 'number'
      ? [{ term: 'Recipients of a message', text: `at most ${maxRecipients}, more are refused with 452` }]
      : []),
    ...(typeof maxMessages === 'number'
      ? [{ term: 'Messages in a session', text: `at most ${maxMessages}, then 421 and the session ends` }]
      : []),
    ...(waits.length === 0 ? [] : [{ term: 'Waits', text: list(waits) }]),
  ];
}

function loginText(auth: ServerConfig['auth']): string {
  if (!auth.enabled) return 'not offered';
  const offered = `${list(auth.mechanisms.map(visible))}${auth.allowClear ? '' : ', only over TLS'}`;
  const taken = auth.acceptAny ? 'any user name and password are accepted' : 'only its users are let in';
  return `${offered}; ${taken}; ${auth.required ? 'required before MAIL' : 'not required'}`;
}
