/** The ids of security cases that tests name are those of test/fixtures/cases/security.json, and each case there has its test. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { filesBelow, inRoot } from '../../build/lib/paths.mjs';

const cases = JSON.parse(readFileSync(inRoot('test/fixtures/cases/security.json'), 'utf8')) as {
  tests: { id: string }[];
};

/** Cases without a test of ours, with the reason. */
const untested: Readonly<Record<string, string>> = {
  'SEC-41':
    'the corpus is not part of this repository; the certificates of certificate-zoo.test.ts stand for its kinds',
  'SEC-42':
    'OpenSSL itself bounds a chain to 100 KiB; names and times that no parser expects are in certificate-zoo.test.ts',
  'SEC-44':
    'every session judges its own handshake: nothing is carried over from a look before, and no TLS session is resumed',
};

const named = new Set(
  filesBelow('test', (path) => path.endsWith('.test.ts'))
    .filter((path) => !path.endsWith('case-ids.test.ts'))
    .flatMap((path) => readFileSync(inRoot(path), 'utf8').match(/\bSEC-\d{2}\b/g) ?? []),
);

test('every id that a test names is a case', () => {
  const known = new Set(cases.tests.map(({ id }) => id));
  expect([...named].filter((id) => !known.has(id))).toEqual([]);
});

test('every case is named by a test, but for those with a reason', () => {
  const missing = cases.tests.map(({ id }) => id).filter((id) => !named.has(id));
  expect(missing).toEqual(Object.keys(untested));
});
