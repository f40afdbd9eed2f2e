/** Programs: Python's smtplib, nodemailer, PowerShell, and an account of msmtp's. */
import { literal, msmtp as msmtpValue, powerShell } from './quote.ts';
import { cannot, port, type CopyInput, type CopyResult } from './types.ts';

export function smtplib(input: CopyInput): CopyResult {
  const { target, options, auth, envelope } = input;
  const lmtp = target.protocol === 'lmtp';
  if (lmtp && target.security !== 'none' && target.security !== 'starttls-if-offered') {
    return cannot('The LMTP class of smtplib has no implicit TLS, and its STARTTLS says EHLO, not LHLO, after it.');
  }
  const name = options.ehloName === undefined ? '' : `, local_hostname=${literal(options.ehloName)}`;
  const source = options.localAddress === undefined ? '' : `, source_address=(${literal(options.localAddress)}, 0)`;
  const where = target.path === null ? `${literal(target.host ?? '')}, ${port(input)}` : literal(target.path);
  const context = options.insecure === true ? 'ssl._create_unverified_context()' : 'ssl.create_default_context()';
  const tls = target.security === 'tls';
  const usesTls = !lmtp && target.security !== 'none';
  const cls = lmtp ? 'LMTP' : tls ? 'SMTP_SSL' : 'SMTP';
  const lines = [
    `import ${[auth === null ? '' : 'getpass', 'smtplib', usesTls ? 'ssl' : ''].filter(Boolean).join(', ')}`,
    '',
  ];
  lines.push(`with smtplib.${cls}(${where}${name}${source}${tls ? `, context=${context}` : ''}) as smtp:`);
  lines.push('    smtp.set_debuglevel(2)');
  const hello = lmtp || options.heloOnly !== true ? 'ehlo' : 'helo';
  lines.push(`    smtp.${hello}()`);
  if (!lmtp && target.security === 'starttls') lines.push(`    smtp.starttls(context=${context})`, '    smtp.ehlo()');
  if (!lmtp && target.security === 'starttls-if-offered') {
    lines.push("    if smtp.has_extn('starttls'):", `        smtp.starttls(context=${context})`, '        smtp.ehlo()');
  }
  if (auth !== null) lines.push(`    smtp.login(${literal(auth.user)}, getpass.getpass())`);
  const notes: string[] = [];
  if (envelope.to.length > 0) {
    const to = envelope.to.map(literal).join(', ');
    lines.push("    with open('message.eml', 'rb') as message:");
    lines.push(`        print(smtp.sendmail(${literal(envelope.from)}, [${to}], message.read()))`);
    notes.push('The message is read from message.eml.');
  }
  if (options.servername !== undefined) notes.push('smtplib compares the certificate with the host it connected to.');
  if (auth?.mechanisms !== undefined)
    notes.push('smtplib chooses the mechanism itself: CRAM-MD5, PLAIN, LOGIN, in this order.');
  return { text: `${lines.join('\n')}\n`, notes };
}

export function nodemailer(input: CopyInput): CopyResult {
  const { target, options, auth, envelope } = input;
  if (target.path !== null) return cannot('nodemailer reaches servers by host and port alone.');
  const settings = [
    `host: ${literal(target.host ?? '')}`,
    `port: ${port(input)}`,
    `secure: ${target.security === 'tls'}`,
  ];
  if (target.protocol === 'lmtp') settings.push('lmtp: true');
  if (target.security === 'starttls') settings.push('requireTLS: true');
  if (target.security === 'none') settings.push('ignoreTLS: true');
  if (options.ehloName !== undefined) settings.push(`name: ${literal(options.ehloName)}`);
  if (options.localAddress !== undefined) settings.push(`localAddress: ${literal(options.localAddress)}`);
  const tls = [
    ...(options.servername === undefined ? [] : [`servername: ${literal(options.servername)}`]),
    ...(options.insecure === true ? ['rejectUnauthorized: false'] : []),
  ];
  if (tls.length > 0) settings.push(`tls: { ${tls.join(', ')} }`);
  if (auth !== null) settings.push(`auth: { user: ${literal(auth.user)}, pass: process.env.SMTP_PASSWORD }`);
  const [mechanism] = auth?.mechanisms ?? [];
  if (mechanism !== undefined) settings.push(`authMethod: ${literal(mechanism)}`);
  const lines = ["import nodemailer from 'nodemailer';", '', 'const transport = nodemailer.createTransport({'];
  lines.push(...settings.map((setting) => `  ${setting},`), '  logger: true,', '  debug: true,', '});', '');
  if (envelope.to.length === 0) lines.push('await transport.verify();');
  else {
    lines.push('console.log(', '  await transport.sendMail({');
    lines.push(`    envelope: { from: ${literal(envelope.from)}, to: [${envelope.to.map(literal).join(', ')}] },`);
    lines.push("    raw: { path: 'message.eml' },", '  }),', ');');
  }
  const notes = auth === null ? [] : ['The password is read from the environment variable SMTP_PASSWORD.'];
  return { text: `${lines.join('\n')}\n`, notes };
}

export function powershell(input: CopyInput): CopyResult {
  const { target, options, auth, envelope } = input;
  if (target.path !== null) return cannot('PowerShell reaches servers by host and port alone.');
  if (target.protocol === 'lmtp') return cannot('PowerShell’s Send-MailMessage does not speak LMTP.');
  if (target.security === 'tls') return cannot('PowerShell’s Send-MailMessage knows STARTTLS only, no implicit TLS.');
  if (envelope.to.length === 0) return cannot('PowerShell’s Send-MailMessage needs a sender and a recipient.');
  const parts = [
    'Send-MailMessage',
    `-SmtpServer ${powerShell(target.host ?? '')}`,
    `-Port ${port(input)}`,
    ...(target.security === 'none' ? [] : ['-UseSsl']),
    ...(auth === null ? [] : [`-Credential (Get-Credential -UserName ${powerShell(auth.user)} -Message 'SMTP')`]),
    `-From ${powerShell(envelope.from)}`,
    `-To ${envelope.to.map(powerShell).join(', ')}`,
    "-Subject 'Test'",
    "-Body 'Test'",
  ];
  const notes = ['Microsoft calls Send-MailMessage obsolete. It asks for the password in a dialog.'];
  if (target.security === 'starttls-if-offered')
    notes.push('It requires STARTTLS where this target only takes it when offered.');
  if (options.insecure === true) notes.push('It has no option to go on after a failed certificate check.');
  return { text: `${parts.join(' ')}\n`, notes };
}

export function msmtprc(input: CopyInput): CopyResult {
  const { target, options, auth, envelope } = input;
  const values: [string, string][] =
    target.path === null
      ? [
          ['host', target.host ?? ''],
          ['port', String(port(input))],
        ]
      : [
          ['host', 'localhost'],
          ['socket', target.path],
        ];
  if (target.protocol === 'lmtp') values.push(['protocol', 'lmtp']);
  values.push(['tls', target.security === 'none' ? 'off' : 'on']);
  if (target.security !== 'none') values.push(['tls_starttls', target.security === 'tls' ? 'off' : 'on']);
  if (options.insecure === true) values.push(['tls_certcheck', 'off']);
  if (options.servername !== undefined) values.push(['tls_host_override', options.servername]);
  if (options.ehloName !== undefined) values.push(['domain', options.ehloName]);
  if (options.localAddress !== undefined) values.push(['source_ip', options.localAddress]);
  if (auth !== null) {
    const [mechanism] = auth.mechanisms ?? [];
    values.push(['auth', mechanism?.toLowerCase() ?? 'on'], ['user', auth.user]);
  }
  if (envelope.from !== '') values.push(['from', envelope.from]);
  const lines = ['account posthorn'];
  for (const [key, value] of values) {
    const quoted = msmtpValue(value);
    if (quoted === null)
      return cannot(`msmtp’s file cannot hold this value of ${key}: it knows no way to write a quote or a line end.`);
    lines.push(`${key} ${quoted}`);
  }
  const notes =
    auth === null ? [] : ['msmtp asks for the password, or takes it from the command given as passwordeval.'];
  if (target.security === 'starttls-if-offered')
    notes.push('msmtp requires STARTTLS where this target only takes it when offered.');
  return { text: `${lines.join('\n')}\n`, notes };
}
