/** The messages that a send test begins with: whole, readable by others, and what each says it is. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import { expect, test } from 'vitest';
import {
  eicarFile,
  gtubeLine,
  onePagePdf,
  squareImage,
  zipOf,
} from '../../../electron/core/message/templates/files.ts';
import { templateSource } from '../../../electron/core/message/templates/templates.ts';
import { fillVariables, templateValues } from '../../../electron/core/message/templates/variables.ts';
import { TEMPLATE_IDS, type TemplateId, templates } from '../../../electron/protocol/facts/templates.ts';
import { checkSource } from '../../../electron/protocol/parse/message/source-checks.ts';
import { templateTexts } from '../../../electron/texts/app/templates.ts';

const envelope = { from: 'anna@example.org', to: ['ben@example.net', 'cleo@example.net'] };
const now = new Date('2026-03-04T05:06:07Z');
const made = (id: TemplateId, to = envelope.to): string =>
  fillVariables(templateSource(id, now), templateValues({ ...envelope, to }, 3, now));
const read = (id: TemplateId): Promise<Email> => PostalMime.parse(made(id));

/** What Python's email package finds: the leaves with their decoded octets, and every defect. */
const PYTHON = `
import base64, email, email.policy, json, sys
message = email.message_from_bytes(open(sys.argv[1], 'rb').read(), policy=email.policy.SMTPUTF8)
defects = [str(d) for p in message.walk() for d in p.defects] + [str(d) for v in message.values() for d in getattr(v, 'defects', [])]
def body(kind):
  part = message.get_body(preferencelist=(kind,))
  return None if part is None else part.get_content()
print(json.dumps({'subject': str(message['subject']), 'defects': defects, 'plain': body('plain'), 'html': body('html'), 'parts': [
  {'type': p.get_content_type(), 'name': p.get_filename(), 'octets': base64.b64encode(p.get_payload(decode=True) or b'').decode()}
  for p in message.walk() if not p.is_multipart()]}))
`;
interface PythonView {
  subject: string;
  defects: string[];
  /** The body as text, and as HTML. */
  plain: string | null;
  html: string | null;
  parts: { type: string; name: string | null; octets: string }[];
}

function readByPython(source: string): PythonView {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-template-'));
  try {
    const file = join(folder, 'message.eml');
    writeFileSync(file, source);
    return JSON.parse(execFileSync('python3', ['-c', PYTHON, file], { encoding: 'utf8' })) as PythonView;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test.each(TEMPLATE_IDS)(
  '%s: both readers find the same, nothing is left open, every line ends as it should',
  async (id) => {
    const source = made(id);
    expect(source).not.toMatch(/\{\{|\}\}/);
    if (templates[id].lineEnds !== 'raw') expect(source.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const postal = await read(id);
    const python = readByPython(source);
    // UTF-8 in a header is what that one is for.
    const defects = python.defects.filter(
      (defect) => templates[id].keyword !== 'SMTPUTF8' || !defect.includes('ASCII'),
    );
    expect(defects).toEqual([]);
    expect(postal.subject).toBe(python.subject);
    const octets = (content: ArrayBuffer | Uint8Array | string): string =>
      (typeof content === 'string' ? Buffer.from(content) : Buffer.from(content as Uint8Array)).toString('base64');
    // What is attached is the same to both, octet by octet; a reader may count the last line end to the boundary or to the part.
    const attached = postal.attachments.filter(({ mimeType }) => /image|pdf|zip/.test(mimeType));
    expect(attached.map(({ mimeType, content }) => ({ type: mimeType, octets: octets(content) }))).toEqual(
      python.parts
        .filter(({ type }) => /image|pdf|zip/.test(type))
        .map(({ type, octets: same }) => ({ type, octets: same })),
    );
    // What is read of it, character by character; what a text ends with is the reader's own.
    const text = (found: string | null | undefined): string => (found ?? '').replaceAll('\r\n', '\n').trimEnd();
    expect(text(postal.html)).toBe(text(python.html));
    expect(text(postal.text)).toBe(text(python.plain));
    expect(postal.attachments.map(({ filename }) => filename).filter((name) => name !== null)).toEqual(
      python.parts.flatMap(({ name }) => name ?? []),
    );
    for (const name of ['from', 'to', 'date', 'message-id', 'mime-version'])
      expect(postal.headers.filter(({ key }) => key === name)).toHaveLength(1);
  },
);

test('only those that are to break a rule do', () => {
  const broken = TEMPLATE_IDS.filter((id) => checkSource(made(id)).some(({ severity }) => severity !== 'info'));
  expect(broken).toEqual(['long-lines', 'line-ends']);
});

test('each has a name and a purpose of its own', () => {
  const texts = TEMPLATE_IDS.map((id) => templateTexts[id]);
  expect(new Set(texts.map(({ name }) => name)).size).toBe(texts.length);
  for (const { purpose } of texts) expect(purpose).toMatch(/[.?]$/);
});

test('variables: known ones are filled in, a user’s own braces stay, nothing is filled in twice', () => {
  const values = templateValues({ from: '', to: [] }, 7, now);
  expect(fillVariables('{{n}} {{from}} {{to}} {{recipient}} {{date}} {{ n }} {{name}} {n}', values)).toBe(
    '7 MAILER-DAEMON@localhost undisclosed-recipients:; nobody@example.org Wed, 04 Mar 2026 05:06:07 +0000 {{ n }} {{name}} {n}',
  );
  expect(fillVariables('{{to}}', { ...values, to: '{{n}}@example.org' })).toBe('{{n}}@example.org');
  expect(fillVariables('{{id}}', values)).toBe(values.id);
  expect(templateValues(envelope, 1).id).not.toBe(values.id);
});

test('a thousand recipients fold: no line is too long', () => {
  const many = Array.from({ length: 1_000 }, (_, index) => `user${index}@example.org`);
  expect(
    Math.max(
      ...made('plain', many)
        .split('\r\n')
        .map(({ length }) => length),
    ),
  ).toBeLessThan(79);
});

test('files: known sums and magic numbers', () => {
  const sha256 = createHash('sha256').update(eicarFile()).digest('hex');
  expect(sha256).toBe('275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f');
  expect(createHash('sha256').update(gtubeLine()).digest('hex')).toBe(
    '4418994365912e23b756ec7f14960f1a89230e44e6acb74de055db7c092f8b9c',
  );
  expect(squareImage(1, 2, 3).subarray(1, 4).toString('latin1')).toBe('PNG');
  expect(onePagePdf('x').subarray(0, 8).toString('latin1')).toBe('%PDF-1.4');
});

test('the archive is whole: Python reads its one file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'posthorn-template-'));
  try {
    writeFileSync(join(folder, 'x.zip'), zipOf('eicar.com', eicarFile()));
    const script =
      'import zipfile,sys;z=zipfile.ZipFile(sys.argv[1]);print(z.testzip(),z.namelist(),len(z.read("eicar.com")))';
    const said = execFileSync('python3', ['-c', script, join(folder, 'x.zip')], { encoding: 'utf8' });
    expect(said.trim()).toBe("None ['eicar.com'] 68");
  } finally {
    rmSync(folder, { recursive: true });
  }
});
