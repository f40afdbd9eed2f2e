/**
 * Every action of the window as data: what it is called, found by and pressed with. Palette, keyboard map, native menu and the
 * overview of shortcuts are made of this list and of nothing else; what an action does is in actions.ts.
 */
export const GROUPS = ['Go to', 'Session', 'Test server', 'View', 'Help'] as const;
export type ActionGroup = (typeof GROUPS)[number];

interface ActionShape {
  readonly id: string;
  readonly title: string;
  readonly group: ActionGroup;
  /** Other words it is looked for by. */
  readonly keywords: string;
  /** 'Mod' is Ctrl, or Cmd on a Mac. Keys of one action are alternatives; the first is the one that is shown. */
  readonly keys: readonly string[];
}

export const ACTIONS = [
  { id: 'go-inspector', title: 'Inspector', group: 'Go to', keywords: 'check diagnose home', keys: ['Mod+1'] },
  { id: 'go-send', title: 'Send test', group: 'Go to', keywords: 'message mail compose', keys: ['Mod+2'] },
  {
    id: 'go-surveys',
    title: 'Surveys',
    group: 'Go to',
    keywords: 'ports matrix many sessions grid',
    keys: ['Mod+7'],
  },
  {
    id: 'go-explain',
    title: 'Explain a reply, log or bounce',
    group: 'Go to',
    keywords: 'paste code error exception meaning diagnosis',
    keys: ['Mod+E'],
  },
  { id: 'go-profiles', title: 'Profiles', group: 'Go to', keywords: 'saved servers folders password', keys: ['Mod+6'] },
  { id: 'go-server', title: 'Test server', group: 'Go to', keywords: 'listener smtp lmtp capture', keys: ['Mod+3'] },
  { id: 'go-inbox', title: 'Inbox', group: 'Go to', keywords: 'messages mail received captured', keys: ['Mod+4'] },
  {
    id: 'go-sessions',
    title: 'Sessions of the test server',
    group: 'Go to',
    keywords: 'connections clients',
    keys: [],
  },
  { id: 'go-listeners', title: 'Listeners', group: 'Go to', keywords: 'ports addresses bind', keys: [] },
  { id: 'go-history', title: 'History', group: 'Go to', keywords: 'past runs earlier', keys: ['Mod+5', 'Mod+H'] },
  { id: 'go-settings', title: 'Settings', group: 'Go to', keywords: 'preferences options about', keys: ['Mod+,'] },

  { id: 'target', title: 'Type a server', group: 'Session', keywords: 'address host focus new', keys: ['Mod+L'] },
  {
    id: 'run',
    title: 'Run',
    group: 'Session',
    keywords: 'start check inspect send again',
    keys: ['Mod+Enter', 'Mod+R'],
  },
  {
    id: 'find-port',
    title: 'Find the port that works',
    group: 'Session',
    keywords: 'survey matrix ports scan 25 465 587 2525 starttls tls',
    keys: ['Mod+Shift+F'],
  },
  { id: 'stop', title: 'Stop the run', group: 'Session', keywords: 'cancel abort', keys: ['Escape'] },
  {
    id: 'run-implicit-tls',
    title: 'Run with implicit TLS',
    group: 'Session',
    keywords: 'smtps 465 ssl security again send',
    keys: [],
  },
  {
    id: 'make-experiment',
    title: 'Make the next experiment',
    group: 'Session',
    keywords: 'settle try other retry diagnosis',
    keys: [],
  },
  {
    id: 'explain-reply',
    title: 'Explain this reply',
    group: 'Session',
    keywords: 'refusal refused code meaning diagnosis line transcript',
    keys: [],
  },
  {
    id: 'connection-options',
    title: 'Connection options',
    group: 'Session',
    keywords: 'proxy dns certificate roots timeouts limits open close',
    keys: [],
  },
  { id: 'inspect-local', title: 'Inspect the local test server', group: 'Session', keywords: 'own loopback', keys: [] },
  { id: 'send-here', title: 'Send a test through this server', group: 'Session', keywords: 'message', keys: ['Mod+T'] },
  {
    id: 'open-console',
    title: 'Console',
    group: 'Session',
    keywords: 'type commands telnet raw live session ehlo starttls auth',
    keys: [],
  },
  { id: 'search', title: 'Search on this screen', group: 'Session', keywords: 'find filter', keys: ['Mod+F'] },
  {
    id: 'copy-for-ticket',
    title: 'Copy for ticket',
    group: 'Session',
    keywords: 'report clipboard support',
    keys: ['Mod+Shift+C'],
  },
  {
    id: 'save-report',
    title: 'Save the report',
    group: 'Session',
    keywords: 'export file markdown html json support',
    keys: ['Mod+S'],
  },
  { id: 'new-profile', title: 'New profile', group: 'Session', keywords: 'add save server password', keys: ['Mod+N'] },
  {
    id: 'import-profiles',
    title: 'Import profiles…',
    group: 'Session',
    keywords: 'url swaks msmtp nodemailer dsn settings paste',
    keys: [],
  },
  { id: 'undo-delete', title: 'Undo the deletion', group: 'Session', keywords: 'restore back', keys: ['Mod+Z'] },

  { id: 'server-start', title: 'Start the test server', group: 'Test server', keywords: 'listen on', keys: [] },
  { id: 'server-stop', title: 'Stop the test server', group: 'Test server', keywords: 'off shut down', keys: [] },

  { id: 'theme-system', title: "System's theme", group: 'View', keywords: 'appearance colours', keys: [] },
  { id: 'theme-light', title: 'Light theme', group: 'View', keywords: 'appearance colours day', keys: [] },
  { id: 'theme-dark', title: 'Dark theme', group: 'View', keywords: 'appearance colours night', keys: [] },
  { id: 'zoom-in', title: 'Zoom in', group: 'View', keywords: 'larger bigger text size', keys: ['Mod++', 'Mod+='] },
  { id: 'zoom-out', title: 'Zoom out', group: 'View', keywords: 'smaller text size', keys: ['Mod+-'] },
  { id: 'zoom-reset', title: 'Actual size', group: 'View', keywords: 'zoom reset 100 %', keys: ['Mod+0'] },

  { id: 'palette', title: 'Search or run', group: 'Help', keywords: 'command palette actions', keys: ['Mod+K'] },
  { id: 'shortcuts', title: 'Keyboard shortcuts', group: 'Help', keywords: 'keys help overview', keys: ['?', 'F1'] },
] as const satisfies readonly ActionShape[];

export type ActionId = (typeof ACTIONS)[number]['id'];
export type ActionInfo = ActionShape & { readonly id: ActionId };

const byId: ReadonlyMap<string, ActionInfo> = new Map(ACTIONS.map((action) => [action.id, action]));

export const isActionId = (id: string): id is ActionId => byId.has(id);

export function actionInfo(id: ActionId): ActionInfo {
  const info = byId.get(id);
  if (info === undefined) throw new Error(`No action is called ${id}`);
  return info;
}
