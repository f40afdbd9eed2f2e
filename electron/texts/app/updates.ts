/** Newer releases in words: why the feed was not taken, and how this installation is brought up to date. */
import type { FeedProblem, InstalledAs, NewerRelease } from '../../protocol/values/app/updates.ts';
import { octets } from '../units.ts';
import { visible } from '../visible.ts';

type FeedParams = FeedProblem['params'];
const value = (params: FeedParams, name: string): string => visible(String(params[name] ?? ''));

const feedProblems = {
  unreachable: (p) => `it could not be reached, or ended the connection (${value(p, 'reason')})`,
  certificate: (p) => `its certificate did not pass (${value(p, 'reason')}), and nothing was sent`,
  timeout: (p) => `it did not answer within ${value(p, 'seconds')} seconds`,
  'too-large': (p) => `its answer is longer than ${octets(Number(p.bytes ?? 0))}, and was left`,
  redirected: () => 'it leads to somewhere else, where Posthorn does not follow',
  refused: (p) => `it answered with the status ${value(p, 'status')}`,
  damaged: () => 'what it answered is no release feed, or a damaged one',
  unsigned: () => 'its answer is not signed, and nothing of it was taken',
  'wrong-signature': () => 'its answer is not signed by the key that this build knows, and nothing of it was taken',
  replayed: (p) =>
    `its answer is older (${value(p, 'date')}) than one that was taken before, and nothing of it was taken`,
} satisfies Record<FeedProblem['code'], (params: FeedParams) => string>;

/** Completes "The release feed at HOST: ". */
export const feedProblemText = ({ code, params }: FeedProblem): string => feedProblems[code](params);

const ways: Readonly<Record<InstalledAs, (file: string | null) => string>> = {
  deb: (file) =>
    `This one came as a Debian package. Where it came from a repository, the package manager brings the new one; else download ${file ?? 'the new package'} and install it with: sudo apt install ./${file ?? 'FILE.deb'}`,
  rpm: (file) =>
    `This one came as an rpm. Where it came from a repository, the package manager brings the new one; else download ${file ?? 'the new package'} and install it with: sudo rpm --upgrade ${file ?? 'FILE.rpm'}`,
  appimage: (file) => `Download ${file ?? 'the new AppImage'} and put it in the place of the old one.`,
  mac: (file) => `Download ${file ?? 'the new image'} and drag Posthorn into Applications again.`,
  windows: (file) => `Download ${file ?? 'the new installer'} and run it; what is kept stays.`,
  folder: () => 'Get it the way this one was got.',
};

/** How to get it, for this installation. Nothing is downloaded or installed by Posthorn itself. */
export const updateWay = ({ installedAs, file }: NewerRelease): string =>
  ways[installedAs](file === null ? null : visible(file.name));

/** Text of the feed, line by line: nothing in it moves a cursor or is hidden. */
export const notesLines = (notes: string): string[] => notes.split(/\r\n|\n/).map(visible);
