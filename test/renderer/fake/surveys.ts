/** Port matrices as the fake host makes them: one host at two addresses, where each port has another fate. */
import type { CallInput, CallName, CallOutput } from '../../../electron/ipc/contract.ts';
import { cellName } from '../../../electron/protocol/fold/survey/head.ts';
import { surveyFold, surveyTarget } from '../../../electron/protocol/fold/survey/survey.ts';
import { AppError, type AppErrorValue } from '../../../electron/protocol/values/app-error.ts';
import type { SurveyBatch } from '../../../electron/protocol/values/app/survey.ts';
import type { SessionEvent } from '../../../electron/protocol/values/session/event.ts';
import type { CellKey } from '../../../electron/protocol/values/survey/cell.ts';
import type { SurveyEvent, SurveyFact } from '../../../electron/protocol/values/survey/event.ts';
import type { SurveyRequest } from '../../../electron/protocol/values/survey/request.ts';
import { fakeReport } from './report.ts';
import { localCheck, target } from './scenarios.ts';
import { SessionScript } from './script.ts';

export const FAKE_ADDRESSES = ['203.0.113.25', '2001:db8:25::25'] as const;

type Name = Extract<CallName, `surveys.${string}`>;
type SurveyHandlers = { [N in Name]: (input: CallInput<N>) => CallOutput<N> };

interface FakeSurvey {
  readonly surveyId: string;
  readonly request: SurveyRequest;
  readonly all: readonly SurveyEvent[];
  /** Events that are over. */
  at: number;
  stopped: boolean;
  notify: boolean;
}

function failed(host: string, port: number, error: 'ECONNREFUSED' | 'ETIMEDOUT'): SessionEvent[] {
  const durationMs = error === 'ETIMEDOUT' ? 8_000 : 18;
  const addresses = [{ address: host, family: 4 as const, ok: false, error, durationMs }];
  return new SessionScript(target(host, port))
    .begin('connect')
    .address({ address: host, error }, durationMs)
    .end(false)
    .finish({ code: 'connect-failed', phase: 'connect', temporary: null, reply: null, params: { addresses } }, null);
}

function sessionAt({ address, port, security }: CellKey): SessionEvent[] {
  if (port === 25) return failed(address, port, 'ETIMEDOUT');
  if (port === 2525 || address.includes(':')) return failed(address, port, 'ECONNREFUSED');
  const whole = localCheck(address, port);
  if (security === 'tls' && port !== 465) {
    const end = whole.at(-1)!;
    const params = { expected: 'tls', seen: 'smtp', raw: new TextEncoder().encode('220 mail') } as const;
    const error = { code: 'security-mismatch', phase: 'tls', temporary: null, reply: null, params } as const;
    return [...whole.slice(0, 4), { ...end, seq: 5, type: 'session-end', durationMs: 9, error, delivery: null }];
  }
  return whole;
}

function eventsOf(request: SurveyRequest): SurveyEvent[] {
  const host = surveyTarget(request);
  const facts: SurveyFact[] = [
    { type: 'survey-begin', kind: request.kind, host, startedAt: '2026-03-02T09:15:00.000Z' },
    {
      type: 'survey-hosts',
      hosts: [{ host, preference: null, addresses: [...FAKE_ADDRESSES], leftOut: 0, dnsCode: null }],
      route: null,
    },
  ];
  const tryIt = (key: CellKey): void => {
    facts.push({ type: 'cell-started', key }, { type: 'cell-done', key, report: fakeReport('check', sessionAt(key)) });
  };
  if (request.kind === 'matrix')
    for (const address of FAKE_ADDRESSES)
      for (const port of request.ports) {
        const first = request.tlsPorts.includes(port) ? 'tls' : 'starttls';
        tryIt({ host, address, port, security: first });
        if (first === 'starttls' && port === 587 && !address.includes(':'))
          tryIt({ host, address, port, security: 'tls' });
      }
  facts.push({ type: 'survey-end', durationMs: 8_100, stopped: false, why: 'done' });
  return facts.map((fact, nth) => ({ seq: nth + 1, tMs: nth * 10, ...fact }));
}

export function fakeSurveys(pace: number) {
  const surveys = new Map<string, FakeSurvey>();
  const found = (surveyId: string): FakeSurvey => {
    const survey = surveys.get(surveyId);
    if (survey === undefined) throw new AppError('run-not-found', { runId: surveyId });
    return survey;
  };
  const done = ({ all, at, stopped }: FakeSurvey): boolean => stopped || at >= all.length;
  const live = (survey: FakeSurvey): SurveyBatch['live'] => {
    const last = survey.all[survey.at - 1];
    return last?.type === 'cell-started' && !done(survey)
      ? [{ key: last.key, startedAt: '2026-03-02T09:15:00.000Z', phase: 'connect', seq: 2 }]
      : [];
  };
  const handlers: SurveyHandlers = {
    'surveys.start': ({ request }) => {
      const surveyId = `survey-${surveys.size + 1}`;
      surveys.set(surveyId, { surveyId, request, all: eventsOf(request), at: 0, stopped: false, notify: false });
      return { surveyId };
    },
    'surveys.known': () => ({
      surveys: [...surveys.values()].reverse().map((survey) => ({
        surveyId: survey.surveyId,
        kind: survey.request.kind,
        status: done(survey) ? 'done' : 'running',
      })),
    }),
    'surveys.snapshot': ({ surveyId }) => {
      const survey = found(surveyId);
      const fold = surveyFold(survey.request);
      for (const event of survey.all.slice(0, survey.at)) fold.push(event);
      if (survey.stopped)
        fold.push({ seq: survey.at + 1, tMs: 1, type: 'survey-end', durationMs: 1, stopped: true, why: 'stopped' });
      return {
        surveyId,
        request: survey.request,
        startedAt: '2026-03-02T09:15:00.000Z',
        status: done(survey) ? 'done' : 'running',
        seq: survey.at,
        state: fold.state,
        live: live(survey),
        notify: survey.notify,
        failure: null,
      };
    },
    'surveys.session': ({ surveyId, key, afterSeq }) => {
      const { all, at } = found(surveyId);
      const known = all.slice(0, at).some((event) => 'key' in event && cellName(event.key) === cellName(key));
      return { events: known ? sessionAt(key).filter(({ seq }) => seq > afterSeq) : [] };
    },
    'surveys.stop': ({ surveyId }) => {
      found(surveyId).stopped = true;
      return {};
    },
    'surveys.readList': () => ({ name: 'list.txt', text: 'mx.example.org\n' }),
    'surveys.exportRows': () => ({ saved: true, name: 'servers.csv' }),
    'surveys.notify': ({ surveyId, wanted }) => {
      found(surveyId).notify = wanted;
      return {};
    },
  };

  async function follow(
    surveyId: string,
    onEvent: (event: unknown) => void,
    onEnd: (error: AppErrorValue | null) => void,
  ): Promise<void> {
    const survey = found(surveyId);
    for (let batch = 1; !done(survey); batch += 1) {
      const events = survey.all.slice(survey.at, survey.at + (pace === 0 ? Infinity : 1));
      survey.at += events.length;
      onEvent({ surveyId, batch, events, live: live(survey), failure: null } satisfies SurveyBatch);
      await new Promise((resolve) => setTimeout(resolve, pace));
    }
    onEnd(null);
  }

  return { handlers, follow };
}
