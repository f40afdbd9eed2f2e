/** Templates that filters take for spam or for a virus by agreement; nothing in them does anything. */
import { eicarFile, gtubeLine, zipOf } from './files.ts';
import { base64Part, crlf, head, multipart } from './parts.ts';

export const gtube = (): string =>
  head('Test message {{n}} for a spam filter', 'Content-Type: text/plain; charset=us-ascii') +
  crlf(
    '',
    'A filter for spam should refuse this, or mark it, for the next line:',
    '',
    gtubeLine(),
    '',
    'It is no spam.',
  );

function virus(subject: string, attached: ReturnType<typeof base64Part>): string {
  const text = {
    fields: ['Content-Type: text/plain; charset=us-ascii'],
    body: crlf('A scanner should refuse this, or take the attachment out. It is no virus.'),
  };
  return (
    head(subject, 'Content-Type: multipart/mixed; boundary="mixed"') + '\r\n' + multipart('mixed', [text, attached])
  );
}

export const eicar = (): string =>
  virus('Test message {{n}} for a virus scanner', {
    fields: [
      'Content-Type: application/octet-stream; name="eicar.com"',
      'Content-Transfer-Encoding: 7bit',
      'Content-Disposition: attachment; filename="eicar.com"',
    ],
    body: crlf(eicarFile().toString('latin1')),
  });

export const eicarZip = (): string =>
  virus(
    'Test message {{n}} for a virus scanner that opens archives',
    base64Part(
      'application/zip; name="eicar.zip"',
      'attachment; filename="eicar.zip"',
      zipOf('eicar.com', eicarFile()),
    ),
  );
