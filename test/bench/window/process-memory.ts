/** Memory and processor time of a process with all that it started, as Linux counts them. */
import { readdirSync, readFileSync } from 'node:fs';

export interface Memory {
  /** Octets: pages of its own, and of shared ones the share that falls to it. */
  readonly pss: number;
  /** Octets in pages of its own. */
  readonly own: number;
  /** Of each process: what it is, and its `pss`. */
  readonly processes: readonly { readonly kind: string; readonly pss: number }[];
}

/** The sum over `pid` and everything below it. Only on Linux, and only for processes of the same user. */
export function memoryOf(pid: number): Memory {
  const processes = [pid, ...below(pid)].map((each) => {
    const counted = readFileSync(`/proc/${each}/smaps_rollup`, 'utf8');
    const octets = (name: string): number =>
      Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(counted)?.[1] ?? 0) * 1024;
    const arguments_ = readFileSync(`/proc/${each}/cmdline`, 'utf8').split('\0').join(' ');
    return {
      kind: /--utility-sub-type=(\S+)/.exec(arguments_)?.[1] ?? /--type=(\S+)/.exec(arguments_)?.[1] ?? 'main',
      pss: octets('Pss'),
      own: octets('Private_Clean') + octets('Private_Dirty'),
    };
  });
  const sum = (of: 'pss' | 'own'): number => processes.reduce((total, each) => total + each[of], 0);
  return { pss: sum('pss'), own: sum('own'), processes };
}

/** Milliseconds of processor time so far, over all its threads and processes. Counted in ticks of 10 ms per process. */
export function processorMs(pid: number): number {
  return [pid, ...below(pid)].reduce((sum, each) => {
    const stat = statOf(each);
    return sum + (stat === null ? 0 : (Number(stat[11]) + Number(stat[12])) * 10);
  }, 0);
}

function below(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(statOf(Number(name))?.[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const all = (of: number): number[] => (children.get(of) ?? []).flatMap((child) => [child, ...all(child)]);
  return all(pid);
}

/** The fields of its status from the third on; null when it has ended. */
function statOf(pid: number): string[] | null {
  try {
    // The second field is the program's name in brackets, which may hold spaces and brackets of its own.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return null;
  }
}
