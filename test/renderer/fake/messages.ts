/** What is prepared for a send test, as main would have it. */
import type { CallInput, CallOutput } from '../../../electron/ipc/contract.ts';
import type { OwnTemplate } from '../../../electron/protocol/values/app/own-templates.ts';

type Prepared =
  `messages.${'prepareView' | 'mboxEntries' | 'ownTemplates' | 'ownTemplate' | 'saveTemplate' | 'renameTemplate' | 'deleteTemplate'}`;

export function fakePrepared(): { [N in Prepared]: (input: CallInput<N>) => CallOutput<N> } {
  let templates: OwnTemplate[] = [
    {
      id: 'own-1',
      name: 'Invoice with PDF',
      source: 'From: {{from}}\r\nSubject: Invoice {{n}}\r\n\r\nText\r\n',
      raw: false,
    },
  ];
  const info = ({ id, name, source }: OwnTemplate) => ({ id, name, length: source.length });
  const known = (id: string): OwnTemplate => {
    const found = templates.find((each) => each.id === id);
    if (found === undefined) throw new RangeError('no such template');
    return found;
  };
  return {
    'messages.prepareView': ({ message }) => ({
      id: 'prepared-1',
      html: message.kind === 'composed' ? message.html : '<p>Text</p>',
      text: message.kind === 'composed' ? message.text : 'Text',
      cut: false,
    }),
    'messages.mboxEntries': () => ({
      mbox: true,
      entries: ['Lunch?', 'Re: Lunch?'].map((subject, at) => ({
        at,
        size: 1_024,
        subject,
        from: 'a@example.org',
        to: 'b@example.org',
      })),
      next: null,
    }),
    'messages.ownTemplates': () => ({ templates: templates.map(info) }),
    'messages.ownTemplate': ({ id }) => known(id),
    'messages.saveTemplate': ({ name, message }) => {
      const source = message.kind === 'source' ? message.source : 'Subject: kept\r\n\r\nText\r\n';
      const made = { id: `own-${templates.length + 1}`, name, source, raw: false };
      templates = [...templates, made];
      return info(made);
    },
    'messages.renameTemplate': ({ id, name }) => {
      const renamed = { ...known(id), name };
      templates = templates.map((each) => (each.id === id ? renamed : each));
      return info(renamed);
    },
    'messages.deleteTemplate': ({ id }) => {
      templates = templates.filter((each) => each.id !== id);
      return {};
    },
  };
}
