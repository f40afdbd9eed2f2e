/** The steps of a send test: what each says, what keeps the message back, and what will happen in a paragraph. */
import { expect, test } from 'vitest';
import { reviewText } from '../../../renderer/features/send/steps/review.ts';
import { blocking, stepsOf, type StepFacts } from '../../../renderer/features/send/steps/steps.ts';

const facts: StepFacts = {
  target: 'mx.test:587',
  targetWrong: null,
  route: 'server',
  stops: [],
  routeTrouble: null,
  user: 'ann',
  offer: '25 MiB, DSN',
  from: 'ann@x.test',
  recipients: ['ben@y.test'],
  doubtful: [],
  ownReports: 0,
  reportsNotOffered: false,
  message: 'Plain text',
  messageMissing: null,
  messageDoubt: null,
  delivery: '',
  deliveryWrong: null,
  notOffered: [],
  forced: false,
  repeat: { count: 1, concurrency: 1, pause: 0 },
  stranger: null,
  dryRun: false,
  result: null,
};
const steps = (more: Partial<StepFacts> = {}) => stepsOf({ ...facts, ...more });

test('all in order: each says what stands in it, nothing keeps it back', () => {
  const all = steps();
  expect(all.server).toEqual({ tone: 'ok', summary: 'mx.test:587 · as ann · 25 MiB, DSN', trouble: null });
  expect(all.envelope.summary).toBe('ann@x.test to ben@y.test');
  expect(all.delivery.summary).toBe('as usual');
  expect(all.review.summary).toBe('ready to send');
  expect(blocking(all)).toBeNull();
});

test('what keeps it back is named by its first step', () => {
  expect(blocking(steps({ target: '', recipients: [] }))).toEqual({
    step: 'server',
    trouble: 'Name the server to send through.',
  });
  expect(blocking(steps({ recipients: [] }))?.step).toBe('envelope');
  expect(steps({ recipients: [] }).review.summary).toBe('waits for the envelope');
  expect(blocking(steps({ messageMissing: 'Choose the file that is the message.' }))?.step).toBe('message');
  expect(blocking(steps({ deliveryWrong: 'Priority: no' }))?.step).toBe('delivery');
  expect(blocking(steps({ targetWrong: 'no such port' }))?.trouble).toBe('no such port');
});

test('only asked: a message that is missing keeps nothing back', () => {
  const all = steps({ dryRun: true, messageMissing: 'Choose the file that is the message.' });
  expect(blocking(all)).toBeNull();
  expect(all.review.summary).toBe('ready to ask');
  expect(all.delivery.summary).toBe('only asked, nothing sent');
});

test('reports of single recipients are counted; where they cannot be asked for, it is said and nothing is kept back', () => {
  const two = { recipients: ['a@x.test', 'b@x.test'], ownReports: 1 };
  expect(steps(two).envelope).toEqual({
    tone: 'ok',
    summary: 'ann@x.test to 2 recipients, 1 with reports of its own',
    trouble: null,
  });
  expect(steps({ ownReports: 1 }).envelope.summary).toBe('ann@x.test to ben@y.test, with reports of its own');
  const lacking = steps({ ...two, reportsNotOffered: true });
  expect(lacking.envelope).toMatchObject({
    tone: 'warn',
    trouble: 'DSN is not offered: reports of single recipients cannot be asked for',
  });
  expect(blocking(lacking)).toBeNull();
  expect(steps({ ...two, reportsNotOffered: true, forced: true }).envelope.tone).toBe('ok');
});

test('a doubt warns and keeps nothing back', () => {
  const doubtful = steps({ recipients: ['a@x.test', 'b', 'c@x.test'], doubtful: ['b'] });
  expect(doubtful.envelope).toMatchObject({ tone: 'warn', trouble: '1 of 3 recipients is not like an address' });
  expect(blocking(doubtful)).toBeNull();
  expect(steps({ notOffered: ['DSN'], delivery: 'Reports' }).delivery).toMatchObject({
    tone: 'warn',
    trouble: 'Not offered: DSN',
  });
  expect(steps({ notOffered: ['DSN'], forced: true, delivery: 'Reports' }).delivery.tone).toBe('ok');
  expect(steps({ offer: null }).server.tone).toBe('neutral');
});

test('the paragraph says who, to whom, through what, and what else', () => {
  expect(reviewText(facts)).toBe(
    'Posthorn sends one message (Plain text) from ann@x.test to ben@y.test, through mx.test:587, logged in as ann.',
  );
  expect(reviewText({ ...facts, from: '', user: '', recipients: ['a@x.test', 'b@x.test'], delivery: 'Reports' })).toBe(
    'Posthorn sends one message (Plain text) from the null sender <> to 2 recipients in one transaction, through mx.test:587, without a login. Asked for besides: Reports.',
  );
  expect(reviewText({ ...facts, dryRun: true })).toContain('MAIL and RCPT, then RSET. Nothing is sent.');
});

test('many: said in the step and the paragraph, with a warning where somebody else gets them', () => {
  const repeat = { count: 100, concurrency: 1, pause: 2 };
  expect(steps({ repeat }).delivery).toEqual({ tone: 'ok', summary: '100 messages, 2 s between two', trouble: null });
  const warned = { tone: 'warn', trouble: 'ben@y.test is not known as an address of yours, and gets 100 messages' };
  expect(steps({ repeat, stranger: 'ben@y.test' }).delivery).toMatchObject(warned);
  expect(steps({ stranger: 'ben@y.test' }).delivery.tone).toBe('ok');
  expect(steps({ repeat, stranger: 'ben@y.test', dryRun: true }).delivery.tone).toBe('ok');
  expect(reviewText({ ...facts, repeat })).toContain(
    'sends 100 messages, 2 s between two, each in a session of its own (Plain text) from',
  );
  expect(reviewText({ ...facts, repeat, dryRun: true })).toContain('logged in as ann, 100 times, whether');
});
