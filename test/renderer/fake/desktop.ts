/** What needs a desktop, as the fake host has it: files that were chosen, settings, past runs, and a view that only notes where it is. */
import type { CallInput, CallName, CallOutput } from '../../../electron/ipc/contract.ts';
import type { HistoryEntry } from '../../../electron/protocol/values/app/history.ts';
import type { FoundDraft } from '../../../electron/protocol/values/app/outgoing.ts';
import { templates } from '../../../electron/protocol/facts/templates.ts';
import { fakePrepared } from './messages.ts';
import { fakeDkimKeys } from './dkim.ts';
import { templateSource } from '../../../electron/core/message/templates/templates.ts';
import { defaultSettings, type Settings } from '../../../electron/protocol/values/app/settings.ts';
import { judgeAnew } from '../../../electron/core/diagnosis/anew/judge-anew.ts';
import { explainPasted } from '../../../electron/core/explain/pasted.ts';
import { AppError } from '../../../electron/protocol/values/app-error.ts';
import { authFailed, localCheck } from './scenarios.ts';
import type { UpdateState } from '../../../electron/protocol/values/app/updates.ts';
import { fakeReport } from './report.ts';

type Domain = 'messages' | 'settings' | 'history' | 'files' | 'viewer' | 'report' | 'explain' | 'console' | 'updates';
type Name = Extract<
  CallName,
  `${Domain}.${string}` | 'app.openExternal' | 'app.zoom' | 'app.saveDiagnostics' | 'app.document'
>;
type DesktopHandlers = { [N in Name]: (input: CallInput<N>) => CallOutput<N> };

const entries = (count: number): HistoryEntry[] =>
  Array.from({ length: count }, (_, at) => ({
    id: `past-${at}`,
    command: at % 3 === 2 ? 'send' : 'check',
    startedAt: new Date(Date.UTC(2026, 2, 2, 9, 15) - at * 3_700_000).toISOString(),
    durationMs: 412 + at,
    target: at % 2 === 0 ? 'smtp.office365.com:587' : '127.0.0.1:2525',
    ok: at % 2 === 1,
    error: at % 2 === 0 ? 'auth-failed' : null,
    title: at % 2 === 0 ? 'Login refused' : '127.0.0.1:2525 answers over TLS',
  }));

export const noFeed: UpdateState = {
  feed: null,
  checking: false,
  checkedAt: null,
  problem: null,
  newer: null,
  passedOver: null,
};

export function fakeDesktop(changed: (settings: Settings) => void, past = 24): DesktopHandlers {
  let settings = defaultSettings;
  let runs = entries(past);
  let gone: HistoryEntry[] = [];
  let files = 0;
  let draft: FoundDraft | null = null;
  const named = (name: string, size: number) => ({ handle: `file-${(files += 1)}`, name, size });

  return {
    'app.openExternal': () => ({ opened: true }),
    'app.zoom': ({ change }) => ({ factor: change === 'in' ? 1.1 : change === 'out' ? 0.9 : 1 }),
    'app.document': ({ name }) => ({ text: `The text of ${name}.` }),
    'app.saveDiagnostics': () => ({ saved: true, name: 'diagnostics.txt' }),
    'updates.state': () => noFeed,
    'updates.check': () => {
      throw new AppError('not-available');
    },
    'updates.passOver': ({ version }) => ({ ...noFeed, passedOver: version }),
    'messages.template': ({ id }) => ({ source: templateSource(id), raw: templates[id].lineEnds === 'raw' }),
    'messages.preview': ({ message, envelope }) => {
      const text = message.kind === 'source' ? message.source : `From: ${envelope.from}\r\n\r\nText\r\n`;
      return { text, cut: false, octets: text.length, sha256: 'a'.repeat(64) };
    },
    'messages.arrived': () => ({
      arrived: [{ id: 'm1', octets: 512, same: true, added: 'Received: from client\r\n' }],
    }),
    'messages.compare': () => ({ comparison: null }),
    'messages.draft': () => ({ found: draft }),
    'messages.keepDraft': (kept) => {
      draft = { draft: kept, attachments: [], messageFile: null, gone: [] };
      return {};
    },
    'messages.dropDraft': () => {
      draft = null;
      return {};
    },
    ...fakeDkimKeys(),
    ...fakePrepared(),
    'settings.get': () => settings,
    'settings.set': (changes) => {
      settings = { ...settings, ...changes } as Settings;
      changed(settings);
      return settings;
    },
    'settings.paths': () => ({ data: '/home/me/.local/share/posthorn' }),
    'settings.openDataFolder': () => ({}),
    // Nobody answers what is typed here; tests that type have the real app.
    'console.open': () => {
      throw new AppError('not-available');
    },
    'console.current': () => ({ open: null }),
    'console.send': () => ({}),
    'console.stopList': () => ({}),
    'console.stayOpen': () => ({}),
    'console.close': () => ({}),
    'console.explain': () => null,
    'console.readList': () => ({ text: 'NOOP\nexpect 250\n' }),
    'console.saveList': () => ({ saved: true, name: 'commands.txt' }),
    'report.save': ({ format }) => ({ saved: true, name: `report.${format}` }),
    'report.text': () => ({ markdown: '# Report\n' }),
    'explain.text': ({ text, context }) => explainPasted(text, context),
    'explain.experiment': ({ experiment }) =>
      judgeAnew(
        fakeReport('check', authFailed('smtp.office365.com')),
        experiment,
        fakeReport('check', localCheck('127.0.0.1', 2525)),
      ),
    'history.list': ({ offset, limit, search }) => {
      const found = runs.filter((each) => `${each.target} ${each.title}`.toLowerCase().includes(search.toLowerCase()));
      return { total: found.length, entries: found.slice(offset, offset + limit) };
    },
    'history.get': ({ id }) => {
      const entry = runs.find((each) => each.id === id);
      if (entry === undefined) throw new AppError('run-not-found', { id });
      const events = entry.ok ? localCheck('127.0.0.1', 2525) : authFailed('smtp.office365.com');
      return {
        entry,
        request: { command: 'check', connection: { target: entry.target }, auth: null, secret: null, envelope: null },
        events,
        report: fakeReport('check', events),
      };
    },
    'history.changes': ({ pairs }) => ({ changes: pairs.map(() => 0) }),
    'history.files': () => ({ known: true, files: [] }),
    'history.delete': ({ ids }) => {
      gone = [...gone, ...runs.filter((each) => ids.includes(each.id))];
      runs = runs.filter((each) => !ids.includes(each.id));
      return {};
    },
    'history.restore': ({ ids }) => {
      runs = [...runs, ...gone.filter((each) => ids.includes(each.id))].sort((a, b) =>
        b.startedAt.localeCompare(a.startedAt),
      );
      return {};
    },
    'files.choose': ({ purpose }) =>
      purpose === 'attachments'
        ? [named('invoice.pdf', 48_213), named('figures "final" (2).xlsx', 1_204_224)]
        : [named(purpose === 'message' ? 'newsletter.eml' : 'corporate-ca.pem', 9_216)],
    'files.drop': ({ name, bytes }) => named(name, bytes.length),
    'files.check': ({ handles }) => ({ files: handles.map((handle) => ({ handle, state: 'same' as const, size: 1 })) }),
    'files.accept': ({ handle }) => ({ handle, name: 'accepted.txt', size: 1 }),
    'files.release': () => ({}),
    'files.text': () => ({ text: '-----BEGIN CERTIFICATE-----\n' }),
    'viewer.show': () => ({}),
    'viewer.bounds': () => ({}),
    'viewer.hide': () => ({}),
  };
}
