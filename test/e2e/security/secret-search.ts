/** Where a secret could have got to, and the forms it could stand there in. What is looked through is given as octets, piece by piece. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';

interface Form {
  readonly name: string;
  readonly octets: Buffer;
}

/** Plain, as UTF-16, in hex, URL-encoded, and within base64 at each of the three places it can begin at. */
export function formsOf(secret: string, user: string): Form[] {
  const plain = Buffer.from(secret);
  const escaped = encodeURIComponent(secret);
  const forms = [
    { name: 'plain', octets: plain },
    { name: 'UTF-16', octets: Buffer.from(secret, 'utf16le') },
    { name: 'hex', octets: Buffer.from(plain.toString('hex')) },
    { name: 'URL-encoded', octets: Buffer.from(escaped) },
    { name: 'a whole PLAIN response', octets: base64(`\0${user}\0${secret}`) },
  ];
  for (const shift of [0, 1, 2]) {
    // Only what no neighbour has a bit in: from the first whole group of four on, to the last.
    const encoded = Buffer.concat([Buffer.alloc(shift), plain]).toString('base64');
    const from = shift === 0 ? 0 : 4;
    const to = Math.floor(((shift + plain.length) * 8) / 24) * 4;
    forms.push({ name: `base64, from octet ${String(shift)}`, octets: Buffer.from(encoded.slice(from, to)) });
  }
  return forms;
}

const base64 = (text: string): Buffer => Buffer.from(Buffer.from(text).toString('base64'));

/** "place: form" for each form that is there. */
export function found(place: string, content: Buffer | string, forms: readonly Form[]): string[] {
  const octets = typeof content === 'string' ? Buffer.from(content) : content;
  return forms.filter((form) => octets.includes(form.octets)).map(({ name }) => `${place}: ${name}`);
}

/** Every file below the folder. Sockets and what goes away meanwhile are no files. */
export async function foundInFolder(
  folder: string,
  forms: readonly Form[],
): Promise<{ files: number; hits: string[] }> {
  const hits: string[] = [];
  let files = 0;
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const content = await readFile(path).catch(() => null);
    if (content === null) continue;
    files += 1;
    hits.push(...found(path.slice(folder.length + 1), content, forms), ...found('a file’s name', entry.name, forms));
  }
  return { files, hits };
}

/** Arguments and environment of every process that names the folder, as the system shows them. */
export async function foundInProcesses(
  folder: string,
  forms: readonly Form[],
): Promise<{ processes: number; hits: string[] }> {
  const hits: string[] = [];
  let processes = 0;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const read = (name: string) => readFile(`/proc/${pid}/${name}`).catch(() => Buffer.alloc(0));
    const args = await read('cmdline');
    if (!args.includes(folder)) continue;
    processes += 1;
    hits.push(
      ...found(`arguments of ${pid}`, args, forms),
      ...found(`environment of ${pid}`, await read('environ'), forms),
    );
  }
  return { processes, hits };
}

/** Everything in the page's memory that its engine knows of, as the developer tools would show it. */
export async function heapSnapshot(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.detach();
  return chunks.join('');
}

/** From now on main keeps a copy of all that it sends to the page: answers to calls, and events. */
export async function recordIpc(electron: ElectronApplication): Promise<void> {
  await electron.evaluate(({ ipcMain, webContents }) => {
    const recorded: string[] = [];
    const keep = (value: unknown): void => void recorded.push(JSON.stringify(value));
    const { _invokeHandlers: handlers } = ipcMain as unknown as {
      _invokeHandlers: Map<string, (event: unknown, ...given: unknown[]) => Promise<unknown>>;
    };
    for (const [channel, handler] of handlers) {
      handlers.set(channel, async (event, ...given) => {
        // Electron's own wrapper answers through the event; what our function gave is seen on the way there.
        const carrier = event as {
          _replyChannel?: { sendReply: (value: unknown) => void };
          sendReply?: (value: unknown) => void;
        };
        for (const place of [carrier, carrier._replyChannel]) {
          const reply = place?.sendReply;
          if (place !== undefined && reply !== undefined) {
            place.sendReply = (value) => {
              keep(value);
              reply.call(place, value);
            };
          }
        }
        const answer = await handler(event, ...given);
        keep(answer ?? null);
        return answer;
      });
    }
    for (const contents of webContents.getAllWebContents()) {
      const send = contents.send.bind(contents);
      contents.send = (channel, ...given: unknown[]) => {
        keep(given);
        send(channel, ...given);
      };
    }
    (globalThis as { recordedIpc?: string[] }).recordedIpc = recorded;
  });
}

export const recordedIpc = (electron: ElectronApplication): Promise<string> =>
  electron.evaluate(() => ((globalThis as { recordedIpc?: string[] }).recordedIpc ?? []).join('\n'));
