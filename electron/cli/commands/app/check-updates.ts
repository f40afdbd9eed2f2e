/** `posthorn updates check`: the release feed of this build, asked once. */
import { existsSync } from 'node:fs';
import { askFeed } from '../../../core/updates/ask.ts';
import { feedRequest, readFeedConfig } from '../../../core/updates/feed.ts';
import { installedAs, newerRelease } from '../../../core/updates/newer.ts';
import type { NewerRelease } from '../../../protocol/values/app/updates.ts';
import { updateMemoryIn } from '../../../storage/files/update-memory.ts';
import { feedProblemText, notesLines, updateWay } from '../../../texts/app/updates.ts';
import { octets } from '../../../texts/units.ts';
import { visible } from '../../../texts/visible.ts';
import { dataDir } from '../../input/data-dir.ts';
import { readOwnPackage } from '../../input/own-package.ts';
import type { historyOutput } from '../../options/history.ts';
import type { RunCommand, Values } from '../../options/types.ts';
import type { Terminal } from '../../output/terminal.ts';
import { Interrupted, status } from '../../status.ts';

interface CheckUpdatesValues {
  readonly output: Values<typeof historyOutput>;
}

export const runCheckUpdates: RunCommand<CheckUpdatesValues> = async (context, { output }) => {
  const { terminal, ownPackage, signal } = context;
  const { out, err } = terminal;
  const own = readOwnPackage(ownPackage);
  const feed = readFeedConfig(own?.releaseFeed);
  const head = { schema: 1, command: 'updates check' };
  const refuse = (code: string, message: string, more: object = {}) => {
    if (output.json === true) out.line(JSON.stringify({ ...head, ok: false, error: { code, message }, ...more }));
    else err.line(`posthorn: ${message}`);
    return status.unable;
  };
  if (own === null || feed === null)
    return refuse('no-feed', 'This build has no release feed: there is nobody to be asked for newer versions.', {
      feed: null,
    });
  const { host } = feed.url;
  for (const line of feedRequest(feed.url).split('\n')) err.line(`> ${line}`);
  // What the window has taken before is known here too; this command keeps nothing.
  const known = await updateMemoryIn(dataDir())
    .load()
    .catch(() => null);
  const answer = await askFeed(feed, known?.release?.date ?? null, signal);
  if (signal.aborted) throw new Interrupted();
  if (!answer.ok) {
    const message = `The release feed at ${host}: ${feedProblemText(answer.problem)}.`;
    return refuse(answer.problem.code, message, { feed: { host } });
  }
  const { version } = own;
  const as = installedAs({
    platform: process.platform,
    env: process.env,
    execPath: process.execPath,
    exists: existsSync,
  });
  const newer = newerRelease(answer.release, { version, as, arch: process.arch });
  if (output.json === true) out.line(JSON.stringify({ ...head, ok: true, feed: { host }, version, newer }));
  else report(terminal, version, newer);
  return status.ok;
};

function report({ out }: Terminal, version: string, newer: NewerRelease | null): void {
  if (newer === null) return out.line(`There is nothing newer than ${version}.`);
  out.line(`Posthorn ${newer.version} is out, of ${newer.date.slice(0, 10)}; this is ${version}.`);
  for (const line of notesLines(newer.notes)) out.line(`  ${line}`);
  out.line(updateWay(newer));
  out.line(visible(newer.page));
  if (newer.file !== null) out.line(`${newer.file.sha256}  ${newer.file.name} (${octets(newer.file.size)})`);
}
