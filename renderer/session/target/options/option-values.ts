/** What stands on the closed options line: each choice that is not the usual one, in a word or two. */
import type { ConnectionOptions } from '../../../../electron/protocol/values/target.ts';
import { plural } from '../../../../electron/texts/units.ts';
import { LIMITS } from '../../fields/fields.ts';
import { attributesText } from './option-texts.ts';

/** Options of the form, by their words; those with one label are one choice. */
export const optionLabels = {
  heloOnly: 'HELO only',
  family: 'addresses',
  localAddress: 'source address',
  dnsServer: 'DNS server',
  mx: 'MX hosts',
  everyAddress: 'every address',
  proxy: 'proxy',
  proxyProtocol: 'PROXY header',
  servername: 'name in the certificate',
  acceptCertificate: 'pinned certificate',
  insecure: 'failed certificate',
  ca: 'trusted roots',
  clientCertificate: 'client certificate',
  tlsMin: 'TLS versions',
  tlsMax: 'TLS versions',
  timeouts: 'time limits',
  quitAfter: 'QUIT early',
  dropAfter: 'break off',
  xclient: 'XCLIENT',
  xforward: 'XFORWARD',
} as const satisfies Partial<Record<keyof ConnectionOptions, string>>;

export type Option = keyof typeof optionLabels;
export type OptionLabel = (typeof optionLabels)[Option];
export const isOption = (name: string): name is Option => Object.hasOwn(optionLabels, name);

const certificates = (pem: string): string =>
  plural(pem.split('-----BEGIN CERTIFICATE-----').length - 1, 'certificate');

/** Empty where the label says it all. */
export function optionValue(label: OptionLabel, connection: Partial<ConnectionOptions>): string {
  const { tlsMin, tlsMax, timeouts = {}, proxyProtocol } = connection;
  switch (label) {
    case 'HELO only':
    case 'MX hosts':
    case 'every address':
      return '';
    case 'addresses':
      return `IPv${connection.family ?? ''} only`;
    case 'source address':
      return connection.localAddress ?? '';
    case 'DNS server':
      return connection.dnsServer ?? '';
    case 'proxy':
      return connection.proxy ?? '';
    case 'PROXY header':
      return proxyProtocol === undefined ? '' : `version ${proxyProtocol.version}`;
    case 'name in the certificate':
      return connection.servername ?? '';
    case 'pinned certificate':
      return (connection.acceptCertificate ?? '').slice(0, 11);
    case 'failed certificate':
      return 'goes on';
    case 'trusted roots':
      return certificates(connection.ca ?? '');
    case 'client certificate':
      return certificates(connection.clientCertificate ?? '');
    case 'TLS versions':
      return [tlsMin === undefined ? '' : `from ${tlsMin}`, tlsMax === undefined ? '' : `up to ${tlsMax}`]
        .filter((part) => part !== '')
        .join(' ');
    case 'time limits':
      return LIMITS.flatMap(({ name, label: step }) => {
        const limit = timeouts[name];
        return limit === undefined ? [] : [`${step} ${limit / 1000} s`];
      }).join(', ');
    case 'QUIT early':
      return `after ${connection.quitAfter ?? ''}`;
    case 'break off':
      return `after ${connection.dropAfter ?? ''}`;
    case 'XCLIENT':
      return attributesText(connection.xclient ?? {});
    case 'XFORWARD':
      return attributesText(connection.xforward ?? {});
  }
}
