/** Providers: every fact has a source and a date, and each difference from nodemailer's list of well-known services has a reason. */
import { createRequire } from 'node:module';
import { describe, expect, test } from 'vitest';
import { secretText, userNameText } from '../../electron/texts/providers/forms.ts';
import { providerOfAddress, providerOfHost, providers, userNameFor } from '../../electron/protocol/providers/find.ts';
import { providerById } from '../protocol/provider-by-id.ts';

interface Service {
  readonly host?: string;
  readonly port?: number;
  readonly secure?: boolean;
  readonly domains?: readonly string[];
}

const services = createRequire(import.meta.url)('nodemailer/lib/well-known/services.json') as Record<string, Service>;

describe('the list', () => {
  test('names each provider and each domain once', () => {
    const ids = providers.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    const domains = providers.flatMap((provider) => provider.domains);
    expect(domains.filter((domain, index) => domains.indexOf(domain) !== index)).toEqual([]);
    expect(domains.filter((domain) => domain !== domain.toLowerCase())).toEqual([]);
  });

  test.each(providers.map((provider) => [provider.id, provider] as const))(
    '%s can be used as it stands',
    (_id, provider) => {
      for (const { host, port, security } of provider.endpoints) {
        expect(host).toMatch(/^(?:[a-z0-9-]+|<[a-z]+>)(?:\.(?:[a-z0-9-]+|<[a-z]+>))+$/);
        expect(security === 'tls' ? [465, 2465] : [25, 587, 1025, 2525, 2587]).toContain(port);
      }
      for (const { url, verifiedOn, title } of provider.sources) {
        expect(new URL(url).protocol).toBe('https:');
        expect(verifiedOn).toMatch(/^2026-\d\d-\d\d$/);
        expect(Date.parse(verifiedOn)).toBeLessThanOrEqual(Date.now());
        expect(title).not.toBe('');
      }
      for (const note of provider.notes) expect(note).toMatch(/\.$/);
      expect(userNameText(provider.userName)).toMatch(/\.$/);
      for (const secret of provider.secrets) expect(secretText[secret]).toMatch(/\.$/);
    },
  );
});

describe('finding one', () => {
  test.each([
    ['someone@gmail.com', 'gmail'],
    ['Someone@GMAIL.com', 'gmail'],
    ['"odd@name"@yahoo.de', 'yahoo'],
    ['user@web.de', 'web-de'],
    ['user@icloud.com', 'icloud'],
    ['user@ik.me', 'infomaniak'],
    ['user@sub.gmail.com', null],
    ['user@example.org', null],
    ['gmail.com', null],
    ['', null],
  ])('by the address %j: %s', (address, id) => {
    expect(providerOfAddress(address)?.id ?? null).toBe(id);
  });

  test.each([
    ['smtp.gmail.com', 'gmail'],
    ['SMTP.Office365.com.', 'microsoft-365'],
    ['email-smtp.eu-west-1.amazonaws.com', 'amazon-ses'],
    ['email-smtp..amazonaws.com', null],
    ['email-smtp.a.b.amazonaws.com', null],
    ['smtp.gmail.com.example.org', null],
    ['localhost', null],
    ['127.0.0.1', null],
    ['smtp.ionos.co.uk', 'ionos'],
    ['smtp.yandex.ru', 'yandex'],
    ['mail.infomaniak.com', 'infomaniak'],
    ['smtp.exmail.qq.com', 'qq-exmail'],
    ['smtp.eu.mailgun.org', 'mailgun'],
  ])('by the host %j: %s', (host, id) => {
    expect(providerOfHost(host)?.id ?? null).toBe(id);
  });

  test.each([
    ['gmail', 'a.b@gmail.com'],
    ['web-de', 'a.b'],
    ['sendgrid', 'apikey'],
    ['postmark', null],
    ['amazon-ses', null],
  ])('the user name for %s is %j', (id, name) => {
    const provider = providerById(id);
    expect(provider && userNameFor(provider, `a.b@${provider.domains[0] ?? 'example.org'}`)).toBe(name);
  });
});

/** What nodemailer says otherwise, and why we do not follow. */
const differences: Readonly<Record<string, string>> = {
  AOL: 'The ISPDB of 2026-03-12 lists implicit TLS on 465; nodemailer’s 587 is not in it.',
  GMX: 'nodemailer sends addresses of gmx.net and gmx.de to mail.gmx.com; the ISPDB gives them mail.gmx.net.',
  Yandex: 'The ISPDB lists smtp.yandex.com for all domains of Yandex; nodemailer has smtp.yandex.ru.',
  Proton:
    'Addresses of proton.me cannot be submitted for: tokens are for addresses of custom domains, so no domain suggests it.',
  SES: 'Regions are one entry here, with the region to be filled in.',
  Naver: 'The ISPDB lists implicit TLS on 465; nodemailer’s 587 is not in it.',
  Mailjet: 'nodemailer has the older host in.mailjet.com; Mailjet’s own library connects to in-v3.mailjet.com.',
};

describe('compared with nodemailer', () => {
  const known = Object.entries(services).filter(([, { host }]) => host !== undefined);

  test('a service at a host of ours has one of our endpoints, or a reason not to', () => {
    const odd = known.flatMap(([name, { host = '', port, secure }]) => {
      const provider = providerOfHost(host);
      if (provider === null || name in differences) return [];
      const same = provider.endpoints.some(
        (endpoint) => endpoint.port === port && (endpoint.security === 'tls') === (secure ?? port === 465),
      );
      return same ? [] : [`${name}: ${host}:${port}`];
    });
    expect(odd).toEqual([]);
  });

  test('a domain of its is ours at the same host, or there is a reason not to', () => {
    const odd = known.flatMap(([name, { host, domains = [] }]) =>
      domains.flatMap((domain) => {
        const provider = providerOfAddress(`x@${domain}`);
        if (provider === null || name in differences) return [];
        return provider.endpoints.some((endpoint) => endpoint.host === host) ? [] : [`${name}: ${domain}`];
      }),
    );
    expect(odd).toEqual([]);
  });

  test('each reason is still needed', () => {
    const needed = new Set(
      known.flatMap(([name, { host = '', port, secure, domains = [] }]) => {
        const provider = providerOfHost(host);
        const same = provider?.endpoints.some(
          (endpoint) =>
            endpoint.host === host &&
            endpoint.port === port &&
            (endpoint.security === 'tls') === (secure ?? port === 465),
        );
        const sameDomains = domains.every((domain) => providerOfAddress(`x@${domain}`)?.id === provider?.id);
        return same === true && sameDomains ? [] : [name];
      }),
    );
    expect(Object.keys(differences).filter((name) => !needed.has(name))).toEqual([]);
  });
});
