/** The client cases, every one: those that pass, and the list of those that wait for a later issue, which has to stay true. */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ClientCase, runClientCase } from '../../harness/client-case.ts';
import { makeCertificates } from '../../harness/certificates.ts';

const { cases } = JSON.parse(readFileSync('test/fixtures/cases/client.json', 'utf8')) as { cases: ClientCase[] };

/** By id: what is missing. A case that passes all the same has to be taken off. */
const pending: Readonly<Record<string, string>> = {};

beforeAll(makeCertificates);

describe('client cases', () => {
  it('are all there', () => {
    expect(cases.length).toBeGreaterThanOrEqual(100);
    for (const id of Object.keys(pending)) expect(cases.some((one) => one.id === id)).toBe(true);
  });

  for (const one of cases) {
    const reason = pending[one.id];
    if (reason === undefined) {
      it.concurrent(`${one.id} ${one.title}`, async () => expect(await runClientCase(one)).toEqual([]));
    } else {
      it.concurrent(`${one.id} pending: ${reason}`, async () => expect(await runClientCase(one)).not.toEqual([]));
    }
  }
});
