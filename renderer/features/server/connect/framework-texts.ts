/** The settings of frameworks and libraries as text. What is written here a reader pastes as it is. */
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
import { hostPortText } from '../../../../electron/protocol/parse/host-port.ts';

const credentials = (to: Endpoint): string => (to.login ? `${USER}:${PASSWORD}@` : '');
export const plainUrl = (to: Endpoint): string =>
  `${to.encryption === 'tls' ? 'smtps' : 'smtp'}://${credentials(to)}${hostPortText(to.host, to.port)}`;

export function environment(to: Endpoint): ConnectWay {
  return {
    id: 'env',
    label: 'Environment variables',
    text: lines(
      `SMTP_HOST=${to.host}`,
      `SMTP_PORT=${to.port}`,
      `SMTP_USER=${to.login ? USER : ''}`,
      `SMTP_PASSWORD=${to.login ? PASSWORD : ''}`,
      `SMTP_TLS=${to.encryption === 'none' ? 'off' : to.encryption}`,
    ),
    note: 'The names many programs use; yours may call them otherwise.',
  };
}

export function django(to: Endpoint): ConnectWay {
  return {
    id: 'django',
    label: 'Django',
    text: lines(
      "EMAIL_BACKEND = 'django.core.mail.backends.smtp.EmailBackend'",
      `EMAIL_HOST = '${to.host}'`,
      `EMAIL_PORT = ${to.port}`,
      `EMAIL_HOST_USER = '${to.login ? USER : ''}'`,
      `EMAIL_HOST_PASSWORD = '${to.login ? PASSWORD : ''}'`,
      `EMAIL_USE_TLS = ${to.encryption === 'starttls' ? 'True' : 'False'}`,
      `EMAIL_USE_SSL = ${to.encryption === 'tls' ? 'True' : 'False'}`,
    ),
    note:
      to.encryption === 'none'
        ? 'settings.py'
        : trustNote(`settings.py. Python trusts the authority with SSL_CERT_FILE=${CA_FILE} in the environment.`),
  };
}

export function rails(to: Endpoint): ConnectWay {
  return {
    id: 'rails',
    label: 'Rails',
    text: lines(
      'config.action_mailer.delivery_method = :smtp',
      'config.action_mailer.smtp_settings = {',
      `  address: "${to.host}",`,
      `  port: ${to.port},`,
      when(to.login, `  user_name: "${USER}",`, `  password: "${PASSWORD}",`, '  authentication: :plain,'),
      to.encryption === 'tls'
        ? '  tls: true,'
        : `  enable_starttls: ${to.encryption === 'starttls' ? 'true' : 'false'},`,
      when(to.encryption === 'none', '  enable_starttls_auto: false,'),
      when(to.encryption !== 'none', `  ca_file: "${CA_FILE}",`),
      '}',
    ),
    note:
      to.encryption === 'none'
        ? 'config/environments/development.rb'
        : trustNote('config/environments/development.rb; ca_file names the authority to trust.'),
  };
}

export function laravel(to: Endpoint): ConnectWay {
  const options = symfonyOption(to);
  // The scheme of MAIL_URL chooses Laravel's transport, which has no smtps: implicit TLS is asked for apart from it.
  const address = `smtp://${credentials(to)}${hostPortText(to.host, to.port)}${options}`;
  return {
    id: 'laravel',
    label: 'Laravel',
    text: lines(
      'MAIL_MAILER=smtp',
      when(to.encryption === 'tls', 'MAIL_SCHEME=smtps'),
      when(options !== '', `MAIL_URL="${address}"`),
      `MAIL_HOST=${to.host}`,
      `MAIL_PORT=${to.port}`,
      `MAIL_USERNAME=${to.login ? USER : 'null'}`,
      `MAIL_PASSWORD=${to.login ? PASSWORD : 'null'}`,
    ),
    note: `.env. Laravel sends through Symfony Mailer. ${symfonyNote(to)}`.trim(),
  };
}

function symfonyOption(to: Endpoint): string {
  if (to.encryption !== 'none') return '?verify_peer=0';
  return to.offersTls ? '?auto_tls=false' : '';
}

function symfonyNote(to: Endpoint): string {
  if (to.encryption !== 'none')
    return 'verify_peer=0 takes any certificate: right for a test server on this machine and for nothing else.';
  return to.offersTls ? 'auto_tls is known from Symfony 7.1 on; before, verify_peer=0 takes its place.' : '';
}

export function symfony(to: Endpoint): ConnectWay {
  return {
    id: 'symfony',
    label: 'Symfony',
    text: `MAILER_DSN="${plainUrl(to)}${symfonyOption(to)}"`,
    note: `.env. ${symfonyNote(to)}`.trim(),
  };
}

export function spring(to: Endpoint): ConnectWay {
  return {
    id: 'spring',
    label: 'Spring Boot',
    text: lines(
      `spring.mail.host=${to.host}`,
      `spring.mail.port=${to.port}`,
      when(to.login, `spring.mail.username=${USER}`, `spring.mail.password=${PASSWORD}`),
      `spring.mail.properties.mail.smtp.auth=${to.login}`,
      `spring.mail.properties.mail.smtp.starttls.enable=${to.encryption === 'starttls'}`,
      when(to.encryption === 'starttls', 'spring.mail.properties.mail.smtp.starttls.required=true'),
      when(to.encryption === 'tls', 'spring.mail.properties.mail.smtp.ssl.enable=true'),
      when(to.encryption !== 'none', `spring.mail.properties.mail.smtp.ssl.trust=${to.host}`),
    ),
    note:
      to.encryption === 'none'
        ? 'application.properties'
        : 'application.properties. ssl.trust takes whatever certificate this host shows.',
  };
}

export function node(to: Endpoint): ConnectWay {
  const option = to.encryption === 'starttls' ? '?requireTLS=true' : to.offersTls ? '?ignoreTLS=true' : '';
  return {
    id: 'nodemailer',
    label: 'Node (nodemailer)',
    text: lines(
      "import nodemailer from 'nodemailer';",
      '',
      `const transport = nodemailer.createTransport('${plainUrl(to)}${option}');`,
    ),
    note:
      to.encryption === 'none'
        ? to.offersTls
          ? 'Without ignoreTLS nodemailer takes STARTTLS wherever it is offered.'
          : ''
        : trustNote(`Node trusts the authority with NODE_EXTRA_CA_CERTS=${CA_FILE} in the environment.`),
  };
}

export function go(to: Endpoint): ConnectWay {
  const at = hostPortText(to.host, to.port);
  const auth = to.login ? `smtp.PlainAuth("", "${USER}", "${PASSWORD}", "${to.host}")` : 'nil';
  const rcpt = '[]string{"recipient@example.org"}';
  if (to.encryption === 'tls') {
    return {
      id: 'go',
      label: 'Go',
      text: lines(
        `conn, err := tls.Dial("tcp", "${at}", nil)`,
        `client, err := smtp.NewClient(conn, "${to.host}")`,
        when(to.login, `err = client.Auth(${auth})`),
        '// then client.Mail, client.Rcpt, client.Data',
      ),
      note: trustNote(
        `net/smtp and crypto/tls. On Linux Go trusts the authority with SSL_CERT_FILE=${CA_FILE} in the environment.`,
      ),
    };
  }
  if (to.offersTls) {
    return {
      id: 'go',
      label: 'Go',
      text: lines(
        `client, err := smtp.Dial("${at}")`,
        when(to.login, `err = client.Auth(${auth})`),
        '// then client.Mail, client.Rcpt, client.Data',
      ),
      note: 'net/smtp. smtp.SendMail would take STARTTLS because it is offered, and refuse a certificate it does not trust.',
    };
  }
  return {
    id: 'go',
    label: 'Go',
    text: `err := smtp.SendMail("${at}", ${auth}, "sender@example.org", ${rcpt}, message)`,
    note:
      to.encryption === 'none'
        ? 'net/smtp'
        : trustNote(
            `net/smtp takes STARTTLS by itself. On Linux Go trusts the authority with SSL_CERT_FILE=${CA_FILE} in the environment.`,
          ),
  };
}

export function python(to: Endpoint): ConnectWay {
  const type = to.encryption === 'tls' ? 'SMTP_SSL' : 'SMTP';
  return {
    id: 'python',
    label: 'Python',
    text: lines(
      'import smtplib',
      when(to.encryption !== 'none', 'import ssl'),
      '',
      when(to.encryption !== 'none', `context = ssl.create_default_context(cafile="${CA_FILE}")`),
      `with smtplib.${type}("${to.host}", ${to.port}${to.encryption === 'tls' ? ', context=context' : ''}) as server:`,
      when(to.encryption === 'starttls', '    server.starttls(context=context)'),
      when(to.login, `    server.login("${USER}", "${PASSWORD}")`),
      '    server.send_message(message)',
    ),
    note: to.encryption === 'none' ? 'smtplib of the standard library.' : trustNote('smtplib of the standard library.'),
  };
}

export function wordpress(to: Endpoint): ConnectWay {
  const secure = { none: '', starttls: 'tls', tls: 'ssl' }[to.encryption];
  return {
    id: 'wordpress',
    label: 'WordPress',
    text: lines(
      '<?php',
      "add_action('phpmailer_init', function ($mailer) {",
      '    $mailer->isSMTP();',
      `    $mailer->Host = '${to.host}';`,
      `    $mailer->Port = ${to.port};`,
      `    $mailer->SMTPAuth = ${to.login};`,
      when(to.login, `    $mailer->Username = '${USER}';`, `    $mailer->Password = '${PASSWORD}';`),
      `    $mailer->SMTPSecure = '${secure}';`,
      when(to.encryption === 'none', '    $mailer->SMTPAutoTLS = false;'),
      when(to.encryption !== 'none', `    $mailer->SMTPOptions = ['ssl' => ['cafile' => '${CA_FILE}']];`),
      '});',
    ),
    note:
      to.encryption === 'none'
        ? 'A file in wp-content/mu-plugins; the same settings serve PHPMailer elsewhere.'
        : trustNote('A file in wp-content/mu-plugins; the same settings serve PHPMailer elsewhere.'),
  };
}
