/**
 * The mailbox's workers: SQLite is synchronous and MIME parsing takes its time, neither belongs on the main thread, nor both on
 * the same. Messages are kept as files when they are answered for; their rows follow together, a moment later, and their words when
 * another worker has read them.
 */
import { parentPort, receiveMessageOnPort, workerData, type MessagePort } from 'node:worker_threads';
import { limits } from '../limits.ts';
import { setTimeout as delay } from 'node:timers/promises';
import { discardIndex, isDamaged, openIndex } from '../index/open.ts';
import { RecordRows } from '../index/records.ts';
import { MailboxIndex } from './message-index.ts';
import { MessageReader } from './reader.ts';
import { searchReading } from './text.ts';
import type { Operation, Operations, ReadOperation, Request, WorkerResponse, WorkerSetup } from './worker-protocol.ts';
import { messageStructure, partPlace, relatedImage } from './parts.ts';
import { remoteContent } from '../../core/message/html/references.ts';
import { viewMessage } from './view.ts';

const setup = workerData as WorkerSetup;
const port = parentPort;
if (port === null) throw new Error('mailbox-worker runs as a worker only');
if (setup.role === 'index') void serveIndex(port, setup);
else serveReading(port, setup.dir);

async function serveIndex(port: MessagePort, setup: Extract<WorkerSetup, { role: 'index' }>): Promise<void> {
  const { dir, url, place } = setup;
  const reader = new MessageReader({ dir, url });
  const opened = async (mend = true): Promise<{ index: MailboxIndex; records: RecordRows }> => {
    const db = openIndex(place.path, place.formerly);
    try {
      return { index: await MailboxIndex.open(dir, (id) => reader.read(id), db), records: new RecordRows(db) };
    } catch (error) {
      db.close();
      if (!mend || !isDamaged(error)) throw error;
      discardIndex(place.path);
      return opened(false);
    }
  };
  let index: MailboxIndex;
  let records: RecordRows;
  try {
    ({ index, records } = await opened());
  } catch (error) {
    const code = (error as { code?: unknown }).code;
    send(port, { kind: 'failed', error: String(error), code: typeof code === 'string' ? code : null });
    return;
  }
  let rebuilding: Promise<void> | null = null;
  let rebuilt = 0;
  /** An index found damaged while it is used is made anew from the files; what has no row yet is in them. */
  const rebuild = (): Promise<void> => {
    rebuilding ??= (async () => {
      rebuilt += 1;
      // It is the disk then, and each time all messages would be read.
      if (rebuilt > limits.mailbox.rebuilds) throw new Error('the index is damaged again and again');
      index.close();
      discardIndex(place.path);
      ({ index, records } = await opened());
      indexSoon();
    })().finally(() => (rebuilding = null));
    return rebuilding;
  };
  let indexing = false;
  let closed = false;
  /** Text is made searchable in small steps between requests. */
  const indexSoon = () => {
    if (indexing || closed) return;
    indexing = true;
    setImmediate(() => void indexStep());
  };
  const indexStep = async () => {
    const more = closed ? false : await indexText();
    indexing = false;
    if (more) indexSoon();
  };
  /** False also where the index cannot be written: what is in it can be read all the same, and the next message tries again. */
  const indexText = (): Promise<boolean> =>
    index.indexText(limits.mailbox.indexStep).catch(async (error: unknown) => {
      if (!isDamaged(error) || closed) return false;
      await rebuild();
      return true;
    });
  /** A search must find what has just come in, unless that takes too long to read. */
  const allRead = async () => {
    while (!closed && (await indexText()));
  };
  let rowsTimer: NodeJS.Timeout | null = null;
  /** Rows are written together, and after the answers; whoever asks for one before that has them written at once. */
  const rowsSoon = () => {
    rowsTimer ??= setTimeout(() => {
      rowsTimer = null;
      if (closed) return;
      try {
        index.writeRows();
        indexSoon();
      } catch (error) {
        // Otherwise they wait on, and the next message is refused with the reason if it is still so.
        if (isDamaged(error)) void rebuild();
      }
    }, limits.mailbox.rowsMs);
  };
  const answer = (call: number, output: Operations[Operation]['output']) =>
    send(port, { kind: 'done', call, output, counts: closed ? null : index.counts() });

  const perform = async (request: Request): Promise<void> => {
    switch (request.operation) {
      case 'addAll':
        answer(request.call, index.addAll(request.input));
        return rowsSoon();
      case 'list': {
        const { offset, limit, search } = request.input;
        if (search.trim() !== '')
          await Promise.race([allRead(), delay(limits.mailbox.searchWaitMs, null, { ref: false })]);
        return answer(request.call, index.list(offset, limit, search));
      }
      case 'summary':
        return answer(request.call, index.summary(request.input.id));
      case 'markRead':
        return answer(request.call, index.markRead(request.input.id, request.input.read));
      case 'hide':
        index.hide(request.input.ids, request.input.hidden);
        return answer(request.call, null);
      case 'purge':
        index.purge(request.input.ids);
        return answer(request.call, null);
      case 'close':
        if (rowsTimer !== null) clearTimeout(rowsTimer);
        closed = true;
        await reader.close();
        index.close();
        answer(request.call, null);
        return port.close();
      case 'retain':
        index.retain(request.input.messages, request.input.octets);
        return answer(request.call, null);
      case 'runs':
        return answer(request.call, records.runs());
      case 'keepRuns':
        records.keepRuns(request.input);
        return answer(request.call, null);
      case 'dropRuns':
        records.dropRuns(request.input);
        return answer(request.call, null);
      case 'sessions':
        return answer(request.call, records.sessions());
      case 'keepSessions':
        records.keepSessions(request.input);
        return answer(request.call, null);
      case 'dropSessionFiles':
        records.dropSessionFiles(request.input);
        return answer(request.call, null);
      case 'text':
      case 'view':
      case 'structure':
      case 'part':
      case 'related':
      case 'remote':
        throw new Error('asked of the wrong worker');
    }
  };
  serve(port, async (request) => {
    await rebuilding;
    const used = index;
    try {
      await perform(request);
    } catch (error) {
      if (!isDamaged(error)) throw error;
      if (index === used) await rebuild();
      // Messages may be kept already: asked for twice, they would be refused as if they were not.
      if (request.operation === 'addAll') throw error;
      await perform(request);
    }
  });
  send(port, { kind: 'ready', counts: index.counts() });
  indexSoon();
}

function serveReading(port: MessagePort, dir: string): void {
  serve(port, async (request) => {
    send(port, { kind: 'done', call: request.call, output: await read(dir, request), counts: null });
  });
  send(port, { kind: 'ready', counts: null });
}

async function read(dir: string, request: Request): Promise<Operations[ReadOperation | 'text']['output']> {
  switch (request.operation) {
    case 'text':
      return searchReading(dir, request.input.id);
    case 'view':
      return viewMessage(request.input.path);
    case 'structure':
      return messageStructure(request.input.path);
    case 'part':
      return partPlace(request.input.path, request.input.index);
    case 'related':
      return relatedImage(request.input.path, request.input.contentId);
    case 'remote':
      return remoteContent((await viewMessage(request.input.path)).html ?? '');
    default:
      throw new Error('asked of the wrong worker');
  }
}

function serve(port: MessagePort, perform: (request: Request) => Promise<void>): void {
  const take = (request: Request) => {
    perform(request).catch((error: unknown) => send(port, { kind: 'error', call: request.call, error: String(error) }));
  };
  port.on('message', (first: Request) => {
    const waiting = [first];
    for (let next = receiveMessageOnPort(port); next !== undefined; next = receiveMessageOnPort(port)) {
      waiting.push(next.message as Request);
    }
    for (const request of waiting) take(request);
  });
}

function send(port: MessagePort, response: WorkerResponse): void {
  port.postMessage(response);
}
