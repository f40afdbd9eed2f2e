/** Keys to sign with, as main would have them: nothing is made. */
import type { CallInput, CallOutput } from '../../../electron/ipc/contract.ts';
import type { DkimKeyInfo } from '../../../electron/protocol/values/app/dkim.ts';
import { AppError } from '../../../electron/protocol/values/app-error.ts';

type DkimCall = `messages.${'dkimKeys' | 'makeDkimKey' | 'readDkimKey' | 'keepDkimKey' | 'forgetDkimKey'}`;

export function fakeDkimKeys(): { [N in DkimCall]: (input: CallInput<N>) => CallOutput<N> } {
  let keys: DkimKeyInfo[] = [];
  const add = (file: string | null, algorithm: DkimKeyInfo['algorithm']): DkimKeyInfo => {
    const bits = algorithm === 'rsa' ? 2_048 : null;
    const record = `v=DKIM1; k=${algorithm}; p=${'QUJD'.repeat(algorithm === 'rsa' ? 98 : 11)}`;
    const made = { key: `key-${keys.length + 1}`, file, algorithm, bits, record, kept: false };
    keys = [...keys, made];
    return made;
  };
  return {
    'messages.dkimKeys': () => ({ keys }),
    'messages.makeDkimKey': ({ algorithm }) => add(null, algorithm),
    'messages.readDkimKey': () => add('mail.pem', 'rsa'),
    'messages.keepDkimKey': ({ key }) => {
      keys = keys.map((each) => (each.key === key ? { ...each, kept: true } : each));
      const kept = keys.find((each) => each.key === key);
      if (kept === undefined) throw new AppError('secret-missing');
      return kept;
    },
    'messages.forgetDkimKey': ({ key }) => {
      keys = keys.filter((each) => each.key !== key);
      return {};
    },
  };
}
