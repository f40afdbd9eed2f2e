/** The system's own dialogs: paths are chosen here and go no further than main. */
import { dirname, join } from 'node:path';
import { app, dialog, shell, type BrowserWindow, type FileFilter, type OpenDialogOptions } from 'electron';
import { endpointUrl } from '../../core/oauth/http.ts';
import type { FilePurpose } from '../../protocol/values/app/files.ts';
import type { ConfirmQuestion } from '../../app/desktop.ts';
import { limits } from '../limits.ts';

const everything: FileFilter = { name: 'All files', extensions: ['*'] };

const purposes = {
  attachments: { title: 'Attach files', properties: ['openFile', 'multiSelections'] },
  message: {
    title: 'Choose a message',
    properties: ['openFile'],
    filters: [{ name: 'Messages', extensions: ['eml', 'msg', 'txt'] }, everything],
  },
  trust: {
    title: 'Choose trusted roots',
    properties: ['openFile'],
    filters: [{ name: 'Certificates', extensions: ['pem', 'crt', 'cer'] }, everything],
  },
  // An msmtprc has no ending, and its name begins with a dot.
  profiles: { title: 'Choose settings to import', properties: ['openFile', 'showHiddenFiles'] },
  certificate: {
    title: 'Choose a certificate',
    properties: ['openFile'],
    filters: [{ name: 'Certificates', extensions: ['pem', 'crt', 'cer'] }, everything],
  },
  key: {
    title: 'Choose the key of the certificate',
    properties: ['openFile'],
    filters: [{ name: 'Keys', extensions: ['pem', 'key'] }, everything],
  },
  'dkim-key': {
    title: 'Choose a private key to sign with',
    properties: ['openFile'],
    filters: [{ name: 'Keys', extensions: ['pem', 'key', 'private'] }, everything],
  },
  script: {
    title: 'Choose a fault script',
    properties: ['openFile'],
    filters: [{ name: 'Scripts', extensions: ['json'] }, everything],
  },
  targets: {
    title: 'Choose a list of servers',
    properties: ['openFile'],
    filters: [{ name: 'Lists of servers', extensions: ['txt', 'csv', 'tsv'] }, everything],
  },
  commands: {
    title: 'Choose a list of commands',
    properties: ['openFile'],
    filters: [{ name: 'Lists of commands', extensions: ['txt', 'smtp'] }, everything],
  },
} satisfies Record<FilePurpose, OpenDialogOptions>;

/** Of the last file that was chosen. From 43 on Electron begins in Downloads otherwise, and keeps the system from remembering. */
let lastFolder: string | null = null;

/** `forWhat`: whom the file is for, in the title; macOS shows none and has a message instead. */
export async function chooseFiles(
  window: BrowserWindow | null,
  purpose: FilePurpose,
  forWhat?: string,
): Promise<readonly string[]> {
  const { title, ...rest } = purposes[purpose];
  const words = forWhat === undefined ? title : `${title} for ${forWhat}`;
  const folder = lastFolder === null ? {} : { defaultPath: lastFolder };
  const options: OpenDialogOptions = { ...rest, ...folder, title: words, message: words };
  const { filePaths } = await (window === null
    ? dialog.showOpenDialog(options)
    : dialog.showOpenDialog(window, options));
  const [first] = filePaths;
  if (first !== undefined) lastFolder = dirname(first);
  return filePaths;
}

export async function chooseSavePath(window: BrowserWindow | null, name: string): Promise<string | null> {
  const options = {
    defaultPath: join(app.getPath('downloads'), name),
    properties: ['showOverwriteConfirmation' as const, 'createDirectory' as const],
  };
  const { canceled, filePath } = await (window === null
    ? dialog.showSaveDialog(options)
    : dialog.showSaveDialog(window, options));
  return canceled || filePath === '' ? null : filePath;
}

/** The one question on the screen; a second one waits for nobody, and counts as not agreed to. */
let asking = false;
/** Asked and declined since the start. */
const declined = new Set<string>();

/** What was declined is not asked again until the app starts anew: a page must not ask until somebody slips. */
export async function confirm(window: BrowserWindow | null, question: ConfirmQuestion): Promise<boolean> {
  const { message, detail, agree } = question;
  const key = `${message}\n${detail}`;
  if (asking || declined.has(key) || declined.size >= limits.questions.declined) return false;
  asking = true;
  try {
    const options = {
      type: 'warning' as const,
      message,
      detail,
      buttons: [agree, 'Cancel'],
      defaultId: 1,
      cancelId: 1,
    };
    const { response } = await (window === null
      ? dialog.showMessageBox(options)
      : dialog.showMessageBox(window, options));
    if (response !== 0) declined.add(key);
    return response === 0;
  } finally {
    asking = false;
  }
}

let last: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * Opens an address in the browser after the user has seen where it leads, its host in the form that the network uses. It may
 * come from a server's reply or a message: only https, one question at a time.
 */
export function offerToOpen(url: string): Promise<boolean> {
  const href = openable(url);
  if (href === null || waiting > limits.questions.waiting) return Promise.resolve(false);
  waiting += 1;
  const asked = last
    .then(() => ask(href))
    .finally(() => {
      waiting -= 1;
    });
  last = asked.catch(() => undefined);
  return asked;
}

function openable(url: string): string | null {
  // The parser would take these out, and the address would read differently from what was shown before.
  if (url.length > limits.questions.address || /[\0-\x1f\x7f]/.test(url) || !URL.canParse(url)) return null;
  const { protocol, href, username, password } = new URL(url);
  // What stands before an @ is made to be taken for the host.
  return protocol === 'https:' && username === '' && password === '' ? href : null;
}

async function ask(href: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: `Open this address of ${new URL(href).host} in your browser?`,
    detail: href,
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  });
  if (response !== 0) return false;
  await shell.openExternal(href);
  return true;
}

/** The authorization server's page; core has chosen the address, and no page has. False where no browser took it. */
export async function openSignIn(url: string): Promise<boolean> {
  const { href } = endpointUrl(url);
  return shell.openExternal(href).then(
    () => true,
    () => false,
  );
}
