/** Checks and test messages. */
import type { HandlersOf, StreamsOf } from '../../ipc/host.ts';
import type { Runs } from '../runs/runs.ts';

export function runsHandlers(runs: Runs): HandlersOf<'runs'> {
  return {
    'runs.start': (request) => runs.start(request),
    'runs.snapshot': ({ runId, afterSeq }) => runs.snapshot(runId, afterSeq),
    'runs.unseen': () => ({ found: runs.unseen() }),
    'runs.cancel': ({ runId }) => {
      runs.cancel(runId);
      return {};
    },
  };
}

export function runsStreams(runs: Runs): StreamsOf<'runs'> {
  return { 'runs.events': ({ runId }, sink) => runs.follow(runId, sink) };
}
