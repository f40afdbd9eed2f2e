/** Mail as other programs send it to the test server. */
import { createTransport } from 'nodemailer';

const transportTo = (port: number): ReturnType<typeof createTransport> =>
  createTransport({
    pool: true,
    maxConnections: 1,
    maxMessages: Infinity,
    host: '127.0.0.1',
    port,
    secure: false,
    name: 'app.example.net',
    tls: { rejectUnauthorized: false },
  });

/** As many short ones, over one connection. */
export async function deliverMany(port: number, count: number): Promise<void> {
  const transport = transportTo(port);
  for (let at = 1; at <= count; at += 1) {
    await transport.sendMail({
      from: `batch+${at}@example.net`,
      to: 'alice@example.org',
      subject: `Report ${at} of ${count}`,
      text: `Number ${at}.`,
    });
  }
  transport.close();
}

/** HTML with an attachment, other scripts, a subject that does not end; each by a connection of its own. */
export async function deliver(port: number): Promise<void> {
  const transport = createTransport({
    host: '127.0.0.1',
    port,
    secure: false,
    name: 'app.example.net',
    tls: { rejectUnauthorized: false },
  });
  const from = '"Shop, example.net" <shop@example.net>';
  const to = 'alice@example.org';
  const text = 'Dear Alice,\n\nyour invoice is attached. It is due on 30 June.\n\nThe shop';
  const plain = [
    { from: '"Монитор" <monitor@example.net>', to, subject: 'Диск заполнен на 91 %', text: 'srv-04: /var 91 %' },
    {
      from: 'ci@example.net',
      to: 'team@example.org',
      subject: `Build ${'very '.repeat(30)}long subject`,
      text: 'passed',
    },
    { from: '"مكتب" <office@example.net>', to, subject: 'تأكيد الموعد 🎉', text: 'موعدك يوم الأحد' },
    {
      from: 'noreply@example.net',
      to: 'alice@example.org, bob@example.org',
      subject: 'Reset your password',
      text: 'Code: 482913',
    },
  ];
  for (const message of plain) await transport.sendMail(message);
  await transport.sendMail({
    from,
    to,
    cc: 'accounts@example.org',
    subject: 'Invoice 2041 for May',
    text,
    html: `<h1 style="font:600 20px sans-serif">Invoice 2041</h1><p>Dear Alice,</p><p>your invoice is attached. It is due on <b>30 June</b>.</p><img src="https://track.example.net/open.gif" alt="">`,
    attachments: [
      { filename: 'invoice-2041.pdf', content: Buffer.alloc(48_213, '%PDF-1.7 '), contentType: 'application/pdf' },
      { filename: 'items.csv', content: 'item;price\nlamp;40\n', contentType: 'text/csv' },
    ],
  });
  transport.close();
  // A connection that ends without a word is a session too.
  await transport.sendMail({
    from,
    to: 'bob@example.org',
    subject: 'Your order has been sent',
    text: 'Parcel 00340434',
  });
  transport.close();
}
