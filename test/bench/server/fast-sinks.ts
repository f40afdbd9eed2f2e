/** The server that costs a bench of clients least, in a process of its own. */
import { execFile, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fastSinkSource from './fast-sink.c?raw';

export interface Sink {
  readonly name: string;
  readonly port: number;
  readonly stop: () => void;
}

/** In C where there is a compiler: on few cores one in Node takes most of what it is to measure. */
export async function startFastSink(folder: string): Promise<Sink> {
  const source = join(folder, 'fast-sink.c');
  const program = join(folder, 'fast-sink');
  await writeFile(source, fastSinkSource);
  try {
    await promisify(execFile)('cc', ['-O2', '-o', program, source]);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return startNodeSink();
  }
  const child = spawn(program, { stdio: ['pipe', 'pipe', 'inherit'] });
  const [port] = (await once(child.stdout, 'data')) as [Buffer];
  return { name: 'a fast sink in C', port: Number(port.toString()), stop: () => child.stdin.end() };
}

async function startNodeSink(): Promise<Sink> {
  const child = fork(process.argv[1] ?? '', ['--only-this-one', 'fast-sink']);
  const port = await new Promise<number>((reported) => child.once('message', (message) => reported(Number(message))));
  return { name: 'a fast sink in Node', port, stop: () => child.disconnect() };
}
