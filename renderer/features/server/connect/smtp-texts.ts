/** All the ways to a listener that speaks SMTP, and the settings of mail programs. */
import {
  CA_FILE,
  lines,
  PASSWORD,
  trustNote,
  USER,
  when,
  type Endpoint,
  type ConnectWay,
} from '../listeners/endpoint.ts';
import * as frameworks from './framework-texts.ts';
import { hostPortText } from '../../../../electron/protocol/parse/host-port.ts';

export function smtpWays(to: Endpoint): ConnectWay[] {
  return [
    addressText(to),
    url(to),
    frameworks.environment(to),
    frameworks.django(to),
    frameworks.rails(to),
    frameworks.laravel(to),
    frameworks.symfony(to),
    frameworks.spring(to),
    frameworks.node(to),
    frameworks.go(to),
    frameworks.python(to),
    frameworks.wordpress(to),
    msmtp(to),
    postfix(to),
    curl(to),
    swaksText(to),
  ];
}

const words = { none: 'none', starttls: 'STARTTLS', tls: 'SSL/TLS (implicit)' };

export function addressText(to: Endpoint): ConnectWay {
  return {
    id: 'address',
    label: 'Host and port',
    text: lines(
      `Host: ${to.host}`,
      `Port: ${to.port}`,
      `Encryption: ${words[to.encryption]}`,
      when(to.login, `User: ${USER}`, `Password: ${PASSWORD}`),
    ),
    note: 'For forms that ask for each.',
  };
}

function url(to: Endpoint): ConnectWay {
  return {
    id: 'url',
    label: 'URL',
    text: frameworks.plainUrl(to),
    note: 'For everything that takes a single address.',
  };
}

function msmtp(to: Endpoint): ConnectWay {
  return {
    id: 'msmtp',
    label: 'PHP mail() and cron (msmtp)',
    text: lines(
      'account posthorn',
      `host ${to.host}`,
      `port ${to.port}`,
      'from sender@example.org',
      when(to.login, 'auth on', `user ${USER}`, `password ${PASSWORD}`),
      `tls ${to.encryption === 'none' ? 'off' : 'on'}`,
      when(
        to.encryption !== 'none',
        `tls_starttls ${to.encryption === 'starttls' ? 'on' : 'off'}`,
        `tls_trust_file ${CA_FILE}`,
      ),
      'account default : posthorn',
      '',
      '; php.ini',
      'sendmail_path = "/usr/bin/msmtp -t"',
    ),
    note:
      to.encryption === 'none'
        ? '~/.msmtprc, and its last two lines in php.ini.'
        : trustNote('~/.msmtprc, and its last two lines in php.ini.'),
  };
}

function postfix(to: Endpoint): ConnectWay {
  const relay = `[${to.host}]:${to.port}`;
  return {
    id: 'postfix',
    label: 'Postfix',
    text: lines(
      `relayhost = ${relay}`,
      `smtp_tls_security_level = ${to.encryption === 'none' ? 'none' : 'encrypt'}`,
      when(to.encryption === 'tls', 'smtp_tls_wrappermode = yes'),
      when(
        to.login,
        'smtp_sasl_auth_enable = yes',
        `smtp_sasl_password_maps = inline:{ ${relay}=${USER}:${PASSWORD} }`,
        'smtp_sasl_security_options = noanonymous',
      ),
    ),
    note: 'main.cf: all that leaves the machine goes to the test server instead.',
  };
}

function curl(to: Endpoint): ConnectWay {
  return {
    id: 'curl',
    label: 'curl',
    text: lines(
      [
        `curl ${to.encryption === 'tls' ? 'smtps' : 'smtp'}://${hostPortText(to.host, to.port)}`,
        ...when(to.encryption === 'starttls', '--ssl-reqd'),
        ...when(to.encryption !== 'none', `--cacert ${CA_FILE}`),
        ...when(to.login, `--user ${USER}:${PASSWORD}`),
        '--mail-from sender@example.org --mail-rcpt recipient@example.org',
        '--upload-file message.eml',
      ].join(' \\\n  '),
    ),
    note: to.encryption === 'none' ? 'From a shell.' : trustNote('From a shell.'),
  };
}

export function swaksText(to: Endpoint, lmtp = false): ConnectWay {
  const parts = [
    `swaks --server ${to.host} --port ${to.port}`,
    ...when(lmtp, '--protocol LMTP'),
    ...when(to.encryption === 'starttls', '--tls'),
    ...when(to.encryption === 'tls', '--tls-on-connect'),
    ...when(to.login, `--auth-user ${USER} --auth-password ${PASSWORD}`),
    '--from sender@example.org --to recipient@example.org',
  ];
  return { id: 'swaks', label: 'swaks', text: parts.join(' \\\n  '), note: 'From a shell.' };
}
