/** Options for SMTP extensions to what the engine wants. What is a matter of the protocol is judged there, not here. */
import type { ConnectionOptions, DsnOptions, Envelope } from '../../protocol/values/target.ts';
import type { OptionValues } from '../parse/parse-args.ts';
import { UsageError } from '../status.ts';
import { parseSource } from '../../protocol/parse/host-port.ts';

/** Members whose value is undefined are left out, as exact optional properties demand. */
type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
export function given<T extends object>(values: { [K in keyof T]: T[K] | undefined }): Given<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Given<T>;
}

/** Those that say something of MAIL or RCPT. */
export const extensionNames = [
  'dsn-notify',
  'dsn-ret',
  'dsn-envid',
  'dsn-orcpt',
  'requiretls',
  'deliver-by',
  'mt-priority',
  'hold-for',
  'hold-until',
  'rrvs',
  'force-extensions',
] as const;

/** @throws UsageError */
export function extensionsFrom(options: OptionValues): Partial<Envelope> {
  const dsn = given<DsnOptions>({
    notify: notify(options.one('dsn-notify')),
    ret: options.one('dsn-ret') as DsnOptions['ret'],
    envid: options.one('dsn-envid'),
    orcpt: options.one('dsn-orcpt'),
  });
  return given<Partial<Envelope>>({
    dsn: Object.keys(dsn).length === 0 ? undefined : dsn,
    requiretls: options.has('requiretls') ? true : undefined,
    deliverBy: options.one('deliver-by'),
    mtPriority: priority(options.one('mt-priority')),
    holdFor: options.count('hold-for', 1),
    holdUntil: options.one('hold-until'),
    rrvs: options.one('rrvs'),
    forceExtensions: options.has('force-extensions') ? true : undefined,
    chunking: chunking(options),
    pipelining: options.one('pipelining') as Envelope['pipelining'],
  });
}

function notify(text: string | undefined): DsnOptions['notify'] {
  if (text === undefined) return undefined;
  const known = ['never', 'success', 'failure', 'delay'] as const;
  return text.split(',').map((word) => {
    const found = known.find((each) => each === word.trim().toLowerCase());
    if (found === undefined) throw new UsageError('--dsn-notify needs never, or some of success,failure,delay');
    return found;
  });
}

function priority(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[+-]?\d{1,3}$/.test(text)) throw new UsageError('--mt-priority needs a whole number from -9 to 9');
  return Number(text);
}

function chunking(options: OptionValues): Envelope['chunking'] {
  const text = options.one('chunking');
  if (text === undefined || text === 'auto' || text === 'off') return text;
  if (!/^\d{1,9}$/.test(text)) throw new UsageError('--chunking must be auto, off or a number of octets');
  return Number(text);
}

/** "ADDR=192.0.2.1" as ADDR: "192.0.2.1". @throws UsageError */
export function attributes(options: OptionValues, name: 'xclient' | 'xforward'): Record<string, string> | undefined {
  const all = options.all(name);
  if (all.length === 0) return undefined;
  return Object.fromEntries(
    all.map((text) => {
      const equals = text.indexOf('=');
      if (equals < 1) throw new UsageError(`--${name} needs the form NAME=VALUE`);
      return [text.slice(0, equals), text.slice(equals + 1)];
    }),
  );
}

/** "1:192.0.2.1:4000" or "2:[2001:db8::1]:4000". @throws UsageError */
export function proxyProtocol(text: string | undefined): ConnectionOptions['proxyProtocol'] {
  if (text === undefined) return undefined;
  const [, version, typed = ''] = /^([12]):(.+)$/.exec(text) ?? [];
  const source = parseSource(typed);
  if (version === undefined || !source.ok) {
    throw new UsageError('--proxy-protocol needs 1 or 2, a source address and a port: 1:192.0.2.1:4000');
  }
  return { version: version === '1' ? 1 : 2, ...source.value };
}
