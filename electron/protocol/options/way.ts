/** Options of a connection about the way to the server and the conversation with it. connection.ts says what becomes of each. */
import * as v from 'valibot';
import { attributesText, parseAttributeList, parseAttributes } from '../parse/attributes.ts';
import { parseEhloName } from '../parse/ehlo-name.ts';
import { parseAddress, parseDnsServer } from '../parse/host.ts';
import { parseSource } from '../parse/host-port.ts';
import { parseProxy } from '../parse/proxy.ts';
import { bad, good } from '../parse/result.ts';
import { parseTimeLimits } from '../parse/time-limits.ts';
import { FamilySchema, PortSchema } from '../values/common.ts';
import { DROP_POINTS, ProtocolSchema, QUIT_POINTS, SecuritySchema, TimeoutsSchema } from '../values/connection.ts';
import { choice, flag, read, readAll, text } from './option.ts';
import { asTyped, type SessionOption, row, textForm } from './row.ts';

const attributesSchema = v.record(v.string(), v.string());
const attributes = textForm(attributesSchema, parseAttributes, attributesText);

/** In the order of the help, and of the window's groups. */
export const wayOptions = {
  protocol: row(ProtocolSchema, choice('protocol', ['smtp', 'lmtp']), {
    place: 'bar',
    form: 'own',
    secrets: 'own',
    imported: 'harmless',
  }),
  security: row(SecuritySchema, choice('security', SecuritySchema.options, 'MODE'), {
    place: 'bar',
    form: 'own',
    secrets: 'own',
    imported: 'judged',
  }),
  /** Name for EHLO, HELO or LHLO; absent: this machine's full name if it is one, else its address literal. */
  ehloName: row(v.string(), text('ehlo', 'NAME'), {
    place: 'bar',
    form: asTyped(parseEhloName),
    secrets: { free: 'what our client calls itself' },
    imported: 'harmless',
  }),
  /** Say HELO at once instead of EHLO. HELO knows no STARTTLS: what goes on, goes on in clear. */
  heloOnly: row(v.boolean(), flag('helo'), {
    place: 'session',
    form: 'flag',
    secrets: 'same-or-none',
    imported: 'harmless',
  }),
  family: row(
    FamilySchema,
    read('family', '4|6', (typed) =>
      typed === '4' ? good(4 as const) : typed === '6' ? good(6 as const) : bad('bad-value'),
    ),
    {
      choices: ['4', '6'],
      place: 'way',
      form: 'choice',
      secrets: { free: 'a choice among the addresses of the same name' },
      imported: 'harmless',
    },
  ),
  /** The network it goes out by decides who answers to an address. */
  localAddress: row(v.string(), text('local-address', 'ADDRESS'), {
    place: 'way',
    form: asTyped(parseAddress),
    secrets: 'same',
    imported: 'harmless',
  }),
  timeouts: row(v.partial(TimeoutsSchema), readAll('timeout', '[PHASE=]SECONDS', parseTimeLimits), {
    place: 'session',
    form: 'own',
    secrets: { free: 'how long is waited' },
    imported: 'harmless',
  }),
  /** Stop politely (QUIT) after this phase. It belongs to one run, not to a profile. */
  quitAfter: row(v.picklist(QUIT_POINTS), choice('quit-after', QUIT_POINTS, 'PHASE'), {
    place: 'session',
    form: 'choice',
    secrets: { free: 'an earlier end' },
    imported: 'harmless',
  }),
  /** Break off without QUIT after this step, or where it would have been. */
  dropAfter: row(v.picklist(DROP_POINTS), choice('drop-after', DROP_POINTS, 'STEP'), {
    place: 'session',
    form: 'choice',
    secrets: { free: 'an earlier end' },
    imported: 'harmless',
  }),
  /** The target is a domain or mail address: its MX hosts are looked up and tried in their order (RFC 5321 section 5.1). */
  mx: row(v.boolean(), flag('mx'), {
    place: 'way',
    form: 'flag',
    secrets: 'same',
    imported: 'harmless',
  }),
  /** Connect to every address and report each; the session goes on with the first that answered. */
  everyAddress: row(v.boolean(), flag('every-address'), {
    place: 'way',
    form: 'flag',
    secrets: { free: 'the session goes to an address of the same name' },
    imported: 'harmless',
  }),
  /** DNS server to ask instead of the system's: address, address:port or [v6]:port. */
  dnsServer: row(v.string(), text('dns-server', 'ADDRESS[:PORT]'), {
    place: 'way',
    form: asTyped(parseDnsServer),
    secrets: 'same',
    imported: 'judged',
  }),
  /** socks5://[user@]host[:port] or http://[user@]host[:port]; the proxy looks the target's name up. Its password travels apart. */
  proxy: row(
    v.string(),
    read('proxy', 'URL', (url) => (passwordIn(url) ? bad('password-inside') : good(url))),
    {
      place: 'way',
      form: asTyped(parseProxy),
      secrets: 'same',
      imported: 'judged',
    },
  ),
  /** XCLIENT attributes (Postfix) to be stated before AUTH, by name; xtext is our business. */
  xclient: row(attributesSchema, readAll('xclient', 'K=V', parseAttributeList), {
    place: 'session',
    form: attributes,
    secrets: { free: 'said to the same server' },
    imported: 'harmless',
  }),
  /** XFORWARD attributes (Postfix) to be stated before each MAIL. */
  xforward: row(attributesSchema, readAll('xforward', 'K=V', parseAttributeList), {
    place: 'session',
    form: attributes,
    secrets: { free: 'said to the same server' },
    imported: 'harmless',
  }),
  /** Begin with a PROXY protocol header that names this source. */
  proxyProtocol: row(
    v.object({ version: v.picklist([1, 2]), address: v.string(), port: PortSchema }),
    read('proxy-protocol', '1|2:SRC:PORT', (typed) => {
      const [, version, from = ''] = /^([12]):(.+)$/.exec(typed) ?? [];
      const source = parseSource(from);
      return version === undefined || !source.ok
        ? bad('bad-value')
        : good({ version: version === '1' ? (1 as const) : (2 as const), ...source.value });
    }),
    {
      place: 'way',
      form: 'own',
      secrets: { free: 'said to the same server' },
      imported: 'harmless',
    },
  ),
} as const satisfies Record<string, SessionOption>;

/** A password in a URL ends up in shell histories and process lists. */
function passwordIn(url: string): boolean {
  const authority = /^[a-z0-9]+:\/\/(.*)$/i.exec(url)?.[1] ?? url;
  return authority.includes('@') && authority.slice(0, authority.lastIndexOf('@')).includes(':');
}
