/** Ten thousand recipients, pasted in any form: as much work for each of them as for one of a thousand. */
import { expect, test } from 'vitest';
import { parseRecipients } from '../../../electron/protocol/parse/addresses/recipients.ts';

const forms: Readonly<Record<string, (at: number) => string>> = {
  'one a line': (at) => `user${at}@example.org\n`,
  'with names, between commas': (at) => `"User, ${at}" <user${at}@example.org>, `,
  'with reports after them': (at) => `user${at}@example.org NOTIFY=SUCCESS\n`,
  'between blanks': (at) => `user${at}@example.org `,
  'no addresses at all': (at) => `user${at}, `,
};
const many = (count: number, form: (at: number) => string): string =>
  Array.from({ length: count }, (_, at) => form(at)).join('');

const METHODS = ['charAt', 'charCodeAt', 'codePointAt', 'slice', 'trim', 'replace', 'split', 'indexOf', 'toLowerCase'];

/** How often a text was touched while that was done. */
function work(done: () => void): number {
  let touched = 0;
  const restore = [
    ...METHODS.map((name): [object, string] => [String.prototype, name]),
    ...['exec', 'test'].map((name): [object, string] => [RegExp.prototype, name]),
  ].map(([owner, name]) => {
    const own = Object.getOwnPropertyDescriptor(owner, name);
    const method: unknown = own?.value;
    if (own === undefined || typeof method !== 'function') throw new Error(`no method ${name}`);
    const counting = function (this: unknown, ...given: unknown[]): unknown {
      touched += 1;
      return Reflect.apply(method, this, given);
    };
    Object.defineProperty(owner, name, { ...own, value: counting });
    return () => Object.defineProperty(owner, name, own);
  });
  try {
    done();
  } finally {
    for (const back of restore) back();
  }
  return touched;
}

test.each(Object.entries(forms))('%s', (_name, form) => {
  const [thousand, all] = [many(1_000, form), many(10_000, form)];
  expect(parseRecipients(all).addresses).toHaveLength(10_000);
  const each = work(() => void parseRecipients(thousand)) / 1_000;
  expect(each).toBeGreaterThan(1);
  // Numbers of one digit more are a little longer.
  expect(work(() => void parseRecipients(all)) / 10_000).toBeLessThan(each * 1.2);
});
