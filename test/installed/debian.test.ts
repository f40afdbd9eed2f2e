/**
 * The life of the Debian package on a clean machine, as one story: an older version is installed and used by an ordinary user, updated
 * while it runs, removed and purged.
 */
import { readFileSync, readlinkSync } from 'node:fs';
import { type CleanMachine } from '../../build/lib/clean-root/machine.mjs';
import { type WatchedChild } from '../harness/watched-child.ts';
import { type Session, USER, expect, test } from './installed.ts';

test.describe.configure({ mode: 'serial', timeout: 180_000 });

const DATA = `${USER.home}/.config/Posthorn`;
const PASSWORD = 'a secret that only the keyring may know';

/** The window of the older version, which the update finds running. */
let window: WatchedChild;
/** Its test server, as host:port. */
let address = '';

const install = (machine: CleanMachine, path: string): Promise<string> =>
  machine.need(['apt', 'install', '-y', '--no-install-recommends', path], { online: true });

/** The app's processes of one kind (`renderer`, `gpu-process`); null: the app itself. */
const processes = (machine: CleanMachine, type: string | null): number[] =>
  machine
    .processes()
    .filter(({ args: [program = '', ...args] }) => {
      const given = args.find((argument) => argument.startsWith('--type='));
      return program.endsWith('/posthorn-app') && (given ?? null) === (type === null ? null : `--type=${type}`);
    })
    .map(({ pid }) => pid);

async function startWindow(
  machine: CleanMachine,
  session: Session,
): Promise<{ window: WatchedChild; address: string }> {
  const entry = await machine.need(['cat', '/usr/share/applications/posthorn.desktop']);
  const exec = /^Exec=(.*)$/m.exec(entry)?.[1] ?? '';
  const started = await session.start(exec.split(' ').filter((word) => !/^%[a-zA-Z]$/.test(word)));
  const [, at = ''] = await started.find(/^Test server: smtp:\/\/(\S+)/m);
  return { window: started, address: at };
}

test('apt installs it with all that it needs, and with no right that it should not have', async ({
  machine,
  packages,
}) => {
  await install(machine, packages.older);
  const missing = await machine.need([
    ...['sh', '-c'],
    'for file in /opt/Posthorn/posthorn-app $(find /opt/Posthorn -name "*.so*" -o -name "*.node"); do ldd "$file"; done',
  ]);
  expect(missing).not.toContain('not found');
  const loose = await machine.need([
    ...['find', '/opt/Posthorn', '(', '-not', '-user', 'root', '-o', '-not', '-group', 'root'],
    ...['-o', '-perm', '/7022', '-a', '-not', '-type', 'l', ')', '-print'],
  ]);
  expect(loose).toBe('');
});

test('the command works for an ordinary user with neither display nor network', async ({ machine }) => {
  expect(await machine.need(['posthorn', '--version'], { user: true })).toMatch(/^\d+\.\d+\.\d+$/m);
  expect(await installedVersion(machine)).toBe('0.0.9');
  // The version that its build says, which is not the one it was bundled as.
  expect(await machine.need(['posthorn', 'diagnostics'], { user: true })).toContain('Posthorn 0.0.9 (command line)');
  const explained = await machine.need(['posthorn', 'explain', '550 5.7.1 Relaying denied'], { user: true });
  expect(explained).toMatch(/relay/i);
});

test('the menu entry is valid, and its icon is there', async ({ machine, session }) => {
  // The session brings the programs that look at it.
  await session.env();
  await machine.need(['desktop-file-validate', '/usr/share/applications/posthorn.desktop']);
  const entry = await machine.need(['cat', '/usr/share/applications/posthorn.desktop']);
  expect(entry).toMatch(/^Exec=\/opt\/Posthorn\/posthorn -- %f$/m);
  // For message files, and for no kind of link.
  expect(entry).toMatch(/^MimeType=message\/rfc822;$/m);
  expect(entry).not.toMatch(/x-scheme-handler/);
  const icon = /^Icon=(.*)$/m.exec(entry)?.[1] ?? '';
  for (const size of [16, 24, 32, 48, 64, 128, 256, 512]) {
    const path = `/usr/share/icons/hicolor/${size}x${size}/apps/${icon}.png`;
    const png = readFileSync(machine.path(path));
    expect([png.toString('latin1', 1, 4), png.readUInt32BE(16)], path).toEqual(['PNG', size]);
  }
});

test('the window opens inside the sandbox of Chromium', async ({ machine, session }) => {
  ({ window, address } = await startWindow(machine, session));
  const id = (await session.need(['xdotool', 'search', '--sync', '--onlyvisible', '--name', '^Posthorn$'])).trim();
  // A desktop finds the menu entry of a window by this name, and its icon with it; others take the window's own.
  const entry = await machine.need(['cat', '/usr/share/applications/posthorn.desktop']);
  const known = /^StartupWMClass=(.*)$/m.exec(entry)?.[1] ?? '';
  const properties = await session.need(['xprop', '-id', id, 'WM_CLASS', '_NET_WM_ICON']);
  expect(properties).toContain(`"${known}"`);
  expect(properties).toMatch(/_NET_WM_ICON\(CARDINAL\) =\s+Icon \(32 x 32\)/);
  expect(processes(machine, null)).toHaveLength(1);
  const renderers = processes(machine, 'renderer');
  expect(renderers.length).toBeGreaterThan(0);
  for (const pid of renderers) {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    // Filtered system calls, no way to more rights, and namespaces that are not those of the user.
    expect(status).toMatch(/^Seccomp:\t2$/m);
    expect(status).toMatch(/^NoNewPrivs:\t1$/m);
    expect(status).toMatch(new RegExp(`^Uid:\\t${USER.id}\\t`, 'm'));
    expect(readlinkSync(`/proc/${pid}/ns/user`)).not.toBe(readlinkSync('/proc/self/ns/user'));
  }
  const command = readFileSync(`/proc/${processes(machine, null)[0]}/cmdline`, 'utf8');
  expect(command).not.toContain('no-sandbox');
});

test('a message is taken and kept, and the keyring keeps a password, for window and command', async ({
  machine,
  session,
}) => {
  const sent = ['--from', 'a@example.org', '--to', 'b@example.org', '--subject', 'Kept over an update'];
  await session.need(['posthorn', 'send', address, ...sent, '--text', 'hello']);
  await expect.poll(() => kept(machine)).toContain('Kept over an update');
  await session.need(['posthorn', 'profiles', 'import', '-'], `smtp://newcomer@${address}`);
  const [name] = await profileNames(session);
  await session.need(['posthorn', 'profiles', 'set-secret', name ?? '', '--password-stdin'], `${PASSWORD}\n`);
  expect(await keyring(session)).toContain(`secret = ${PASSWORD}`);
});

test('a second start brings the first window forward, and ends', async ({ machine, session }) => {
  const [id = ''] = (await session.need(['xdotool', 'search', '--onlyvisible', '--name', '^Posthorn$']))
    .trim()
    .split('\n');
  await session.need(['xdotool', 'windowminimize', '--sync', id]);
  const { status, output } = await session.run(['/opt/Posthorn/posthorn']);
  expect({ status, output: output.includes('Test server') }).toEqual({ status: 0, output: false });
  await expect.poll(async () => (await session.run(['xdotool', 'getactivewindow'])).output.trim()).toBe(id);
  expect(processes(machine, null)).toHaveLength(1);
});

test('a message file is opened in the first window, its HTML in a process of its own, inside the sandbox', async ({
  machine,
  session,
}) => {
  const before = processes(machine, 'renderer');
  const html = 'Subject: Opened\r\nContent-Type: text/html\r\n\r\n<p>hello</p>\r\n';
  await session.need(['sh', '-c', `cat > ${USER.home}/opened.eml`], html);
  const entry = await machine.need(['cat', '/usr/share/applications/posthorn.desktop']);
  const command = (/^Exec=(.*)$/m.exec(entry)?.[1] ?? '').replace('%f', `${USER.home}/opened.eml`);
  expect((await session.run(command.split(' '))).status).toBe(0);
  // The page has one, and mail another.
  await expect.poll(() => processes(machine, 'renderer').length).toBeGreaterThan(before.length);
  for (const pid of processes(machine, 'renderer'))
    expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^Seccomp:\t2$/m);
  expect(await kept(machine)).not.toContain('Subject: Opened');
});

test('a person types a server and presses Enter: the session is in the history', async ({ machine, session }) => {
  const before = await runs(machine);
  // The window is the one in front. A key that comes before the page listens is lost, and pressed again.
  await expect(async () => {
    await session.need(['xdotool', 'key', '--clearmodifiers', 'ctrl+l']);
    await session.need(['xdotool', 'type', '--clearmodifiers', address]);
    await session.need(['xdotool', 'key', '--clearmodifiers', 'Return']);
    await expect.poll(() => runs(machine), { timeout: 10_000 }).toBeGreaterThan(before);
  }).toPass({ timeout: 60_000 });
});

test('an update under a running window keeps what the user has', async ({ machine, packages, session }) => {
  await install(machine, packages.current);
  // The old one goes on until it is ended.
  await session.need(['posthorn', 'check', address, '--insecure']);
  await endWindow(machine);
  expect(await indexed(machine)).toContain('Kept over an update');
  expect(await installedVersion(machine)).not.toBe('0.0.9');

  ({ window, address } = await startWindow(machine, session));
  const [name] = await profileNames(session);
  expect(name).toBeDefined();
  await expect
    .poll(() => machine.need(['cat', `${DATA}/version.json`], { user: true }))
    .toContain(`"${await installedVersion(machine)}"`);
  expect(await keyring(session)).toContain(`secret = ${PASSWORD}`);
  expect(window.output()).not.toMatch(/posthorn: .*could not/);
});

test('removing it takes all away but what is the user’s; purging leaves no trace with dpkg', async ({ machine }) => {
  await endWindow(machine);
  expect(await indexed(machine)).toContain('Kept over an update');
  await machine.need(['apt', 'remove', '-y', 'posthorn']);
  expect(await leftovers(machine)).toEqual(['/var/lib/dpkg/info/posthorn.list', '/var/lib/dpkg/info/posthorn.postrm']);
  expect(await machine.need(['dpkg-query', '--show', '--showformat=${db:Status-Abbrev}', 'posthorn'])).toBe('rc ');
  await machine.need(['apt', 'purge', '-y', 'posthorn']);
  expect(await leftovers(machine)).toEqual([]);
  expect((await machine.run(['dpkg-query', '--show', 'posthorn'])).status).toBe(1);
  const mentions = await machine.run(['grep', '-rls', 'posthorn', '/etc', '/usr/share/applications']);
  expect(mentions.output).toBe('');
  await machine.need(['test', '-s', `${DATA}/profiles.json`]);
  expect(await indexed(machine)).toContain('Kept over an update');
});

/** As the system asks it to, at the end of a session. */
async function endWindow(machine: CleanMachine): Promise<void> {
  const [pid] = processes(machine, null);
  if (pid === undefined) throw new Error('no window is running');
  process.kill(pid, 'SIGTERM');
  expect(await window.ended).toBe(0);
}

const installedVersion = (machine: CleanMachine): Promise<string> =>
  machine.need(['dpkg-query', '--show', '--showformat=${Version}', 'posthorn']);

/** Everything of that name outside what is the user's and apt's own. */
async function leftovers(machine: CleanMachine): Promise<string[]> {
  const skipped = ['/proc', '/sys', '/dev', '/home', '/root', '/run', '/tmp', '/var/cache/apt', '/var/log'];
  const prunes = skipped.flatMap((path) => ['-path', path, '-prune', '-o']);
  const found = await machine.need(['find', '/', ...prunes, '-iname', '*posthorn*', '-print']);
  return found
    .split('\n')
    .filter((path) => path !== '')
    .sort();
}

/** The subjects in the files of the mailbox, while the app holds its index for itself. */
async function kept(machine: CleanMachine): Promise<string> {
  const command = 'grep -rhs ^Subject: "$0"';
  return (await machine.run(['sh', '-c', command, `${DATA}/mailbox/messages`], { user: true })).output;
}

/** The index of messages as another program reads it, once the app has ended. */
const indexed = (machine: CleanMachine): Promise<string> =>
  machine.need(['sqlite3', '-readonly', `${DATA}/index.db`, 'SELECT * FROM message'], { user: true });

async function runs(machine: CleanMachine): Promise<number> {
  const files = await machine.run(['find', `${DATA}/history/runs`, '-name', '*.run'], { user: true });
  return files.output.split('\n').filter((path) => path !== '').length;
}

async function profileNames(session: Session): Promise<string[]> {
  const { profiles } = JSON.parse(await session.need(['posthorn', 'profiles', 'list', '--json'])) as {
    profiles: { name: string }[];
  };
  return profiles.map(({ name }) => name);
}

async function keyring(session: Session): Promise<string> {
  return (await session.run(['secret-tool', 'search', '--all', '--unlock', 'service', 'Posthorn'])).output;
}
