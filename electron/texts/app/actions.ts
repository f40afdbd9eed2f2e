/**
 * Every action of the window as data, once: what it is called, found by and pressed with, where it stands in the menu bar, and the
 * screen it goes to. Palette, keyboard map, menu bar, sidebar and the overview of shortcuts are made of this list; what an action
 * does is in renderer/app/actions/actions.ts.
 */
export const GROUPS = ['Go to', 'Session', 'Test server', 'View', 'Help'] as const;
export type ActionGroup = (typeof GROUPS)[number];

/** Settings stand where the system has them; Theme is part of View. */
export type MenuName = 'Go' | 'Session' | 'View' | 'Theme' | 'Help' | 'Settings';

/** A screen of its own, and its entry in the sidebar: among the work, as the head of a group, or at the bottom. */
interface ScreenShape {
  readonly name: string;
  readonly entry: string;
  readonly part: 'work' | 'group' | 'bottom';
  /** A click on the entry puts the focus into the screen, as a key does. */
  readonly focus?: true;
}

interface ActionShape {
  readonly id: string;
  readonly title: string;
  readonly group: ActionGroup;
  /** Other words it is looked for by. */
  readonly keywords: string;
  /** 'Mod' is Ctrl, or Cmd on a Mac. Keys of one action are alternatives; the first is the one that is shown. */
  readonly keys: readonly string[];
  /** Its section there, and its words in a menu. Only what belongs to a message has none. */
  readonly menu?: readonly [menu: MenuName, section: number, label: string];
  readonly screen?: ScreenShape;
}

export const ACTIONS = [
  {
    id: 'go-start',
    title: 'Start',
    group: 'Go to',
    keywords: 'home begin new jobs recent servers',
    keys: [],
    menu: ['Go', 2, 'Start'],
  },
  {
    id: 'go-inspector',
    title: 'Inspector',
    group: 'Go to',
    keywords: 'check diagnose home',
    keys: ['Mod+1'],
    menu: ['Go', 2, 'Inspector'],
    screen: { name: 'inspector', entry: 'Inspector', part: 'work' },
  },
  {
    id: 'go-send',
    title: 'Send test',
    group: 'Go to',
    keywords: 'message mail compose',
    keys: ['Mod+2'],
    menu: ['Go', 2, 'Send Test'],
    screen: { name: 'send', entry: 'Send test', part: 'work' },
  },
  {
    id: 'go-surveys',
    title: 'Surveys',
    group: 'Go to',
    keywords: 'ports matrix many sessions grid',
    keys: ['Mod+7'],
    menu: ['Go', 2, 'Surveys'],
    screen: { name: 'survey', entry: 'Surveys', part: 'work', focus: true },
  },
  {
    id: 'go-explain',
    title: 'Explain a reply, log or bounce',
    group: 'Go to',
    keywords: 'paste code error exception meaning diagnosis',
    keys: ['Mod+E'],
    menu: ['Go', 2, 'Explain a Reply, Log or Bounce'],
    screen: { name: 'explain', entry: 'Explain', part: 'work', focus: true },
  },
  {
    id: 'go-profiles',
    title: 'Profiles',
    group: 'Go to',
    keywords: 'saved servers folders password',
    keys: ['Mod+6'],
    menu: ['Go', 2, 'Profiles'],
    screen: { name: 'profiles', entry: 'Profiles', part: 'group' },
  },
  {
    id: 'go-server',
    title: 'Test server',
    group: 'Go to',
    keywords: 'listener smtp lmtp capture',
    keys: ['Mod+3'],
    menu: ['Go', 3, 'Test Server'],
    screen: { name: 'server', entry: 'Test server', part: 'bottom' },
  },
  {
    id: 'go-inbox',
    title: 'Inbox',
    group: 'Go to',
    keywords: 'messages mail received captured',
    keys: ['Mod+4'],
    menu: ['Go', 3, 'Inbox'],
  },
  {
    id: 'go-sessions',
    title: 'Sessions of the test server',
    group: 'Go to',
    keywords: 'connections clients',
    keys: [],
    menu: ['Go', 3, 'Sessions'],
  },
  {
    id: 'go-listeners',
    title: 'Listeners',
    group: 'Go to',
    keywords: 'ports addresses bind',
    keys: [],
    menu: ['Go', 3, 'Listeners'],
  },
  {
    id: 'go-history',
    title: 'History',
    group: 'Go to',
    keywords: 'past runs earlier',
    keys: ['Mod+5', 'Mod+H'],
    menu: ['Go', 2, 'History'],
    screen: { name: 'history', entry: 'History', part: 'bottom' },
  },
  {
    id: 'go-settings',
    title: 'Settings',
    group: 'Go to',
    keywords: 'preferences options about',
    keys: ['Mod+,'],
    menu: ['Settings', 1, 'Settings'],
    screen: { name: 'settings', entry: 'Settings', part: 'bottom' },
  },

  {
    id: 'target',
    title: 'Type a server',
    group: 'Session',
    keywords: 'address host focus new',
    keys: ['Mod+L'],
    menu: ['Session', 1, 'Type a Server'],
  },
  {
    id: 'connection-options',
    title: 'Connection options',
    group: 'Session',
    keywords: 'proxy dns certificate roots timeouts limits open close',
    keys: [],
    menu: ['Session', 1, 'Connection Options'],
  },
  {
    id: 'run',
    title: 'Run',
    group: 'Session',
    keywords: 'start check inspect send again',
    keys: ['Mod+Enter', 'Mod+R'],
    menu: ['Session', 1, 'Run'],
  },
  {
    id: 'run-implicit-tls',
    title: 'Run with implicit TLS',
    group: 'Session',
    keywords: 'smtps 465 ssl security again send',
    keys: [],
    menu: ['Session', 1, 'Run with Implicit TLS'],
  },
  {
    id: 'find-port',
    title: 'Find the port that works',
    group: 'Session',
    keywords: 'survey matrix ports scan 25 465 587 2525 starttls tls',
    keys: ['Mod+Shift+F'],
    menu: ['Session', 1, 'Find the Port That Works'],
  },
  {
    id: 'stop',
    title: 'Stop the run',
    group: 'Session',
    keywords: 'cancel abort',
    keys: ['Escape'],
    menu: ['Session', 1, 'Stop'],
  },
  {
    id: 'make-experiment',
    title: 'Make the next experiment',
    group: 'Session',
    keywords: 'settle try other retry diagnosis',
    keys: [],
    menu: ['Session', 2, 'Make the Next Experiment'],
  },
  {
    id: 'explain-reply',
    title: 'Explain this reply',
    group: 'Session',
    keywords: 'refusal refused code meaning diagnosis line transcript',
    keys: [],
    menu: ['Session', 2, 'Explain This Reply'],
  },
  {
    id: 'inspect-local',
    title: 'Inspect the local test server',
    group: 'Session',
    keywords: 'own loopback',
    keys: [],
    menu: ['Session', 3, 'Inspect the Local Test Server'],
  },
  {
    id: 'send-here',
    title: 'Send a test through this server',
    group: 'Session',
    keywords: 'message',
    keys: ['Mod+T'],
    menu: ['Session', 3, 'Send a Test through This Server'],
  },
  {
    id: 'open-console',
    title: 'Console',
    group: 'Session',
    keywords: 'type commands telnet raw live session ehlo starttls auth',
    keys: [],
    menu: ['Session', 3, 'Console'],
  },
  {
    id: 'search',
    title: 'Search on this screen',
    group: 'Session',
    keywords: 'find filter',
    keys: ['Mod+F'],
    menu: ['Session', 4, 'Search'],
  },
  {
    id: 'copy-for-ticket',
    title: 'Copy for ticket',
    group: 'Session',
    keywords: 'report clipboard support',
    keys: ['Mod+Shift+C'],
    menu: ['Session', 4, 'Copy for Ticket'],
  },
  {
    id: 'copy-transcript',
    title: 'Copy the transcript',
    group: 'Session',
    keywords: 'lines session clipboard',
    keys: [],
    menu: ['Session', 4, 'Copy the Transcript'],
  },
  {
    id: 'save-report',
    title: 'Save the report',
    group: 'Session',
    keywords: 'export file markdown html json support',
    keys: ['Mod+S'],
    menu: ['Session', 4, 'Save the Report…'],
  },
  {
    id: 'open-report',
    title: 'Open a report or survey…',
    group: 'Session',
    keywords: 'file json colleague import read view',
    keys: ['Mod+O'],
    menu: ['Session', 4, 'Open a Report or Survey…'],
  },
  {
    id: 'open-message',
    title: 'Open a message file (.eml)…',
    group: 'Session',
    keywords: 'mail read view html header attachment',
    keys: ['Mod+Shift+O'],
    menu: ['Session', 4, 'Open a Message File…'],
  },
  {
    id: 'new-profile',
    title: 'New profile',
    group: 'Session',
    keywords: 'add save server password',
    keys: ['Mod+N'],
    menu: ['Session', 5, 'New Profile'],
  },
  {
    id: 'import-profiles',
    title: 'Import profiles…',
    group: 'Session',
    keywords: 'url swaks msmtp nodemailer dsn settings paste',
    keys: [],
    menu: ['Session', 5, 'Import Profiles…'],
  },
  { id: 'undo-delete', title: 'Undo the deletion', group: 'Session', keywords: 'restore back', keys: ['Mod+Z'] },

  {
    id: 'server-start',
    title: 'Start the test server',
    group: 'Test server',
    keywords: 'listen on',
    keys: [],
    menu: ['Session', 6, 'Start Test Server'],
  },
  {
    id: 'server-stop',
    title: 'Stop the test server',
    group: 'Test server',
    keywords: 'off shut down',
    keys: [],
    menu: ['Session', 6, 'Stop Test Server'],
  },

  {
    id: 'theme-system',
    title: "System's theme",
    group: 'View',
    keywords: 'appearance colours',
    keys: [],
    menu: ['Theme', 1, 'System'],
  },
  {
    id: 'theme-light',
    title: 'Light theme',
    group: 'View',
    keywords: 'appearance colours day',
    keys: [],
    menu: ['Theme', 1, 'Light'],
  },
  {
    id: 'theme-dark',
    title: 'Dark theme',
    group: 'View',
    keywords: 'appearance colours night',
    keys: [],
    menu: ['Theme', 1, 'Dark'],
  },
  {
    id: 'zoom-in',
    title: 'Zoom in',
    group: 'View',
    keywords: 'larger bigger text size',
    keys: ['Mod++', 'Mod+='],
    menu: ['View', 1, 'Zoom In'],
  },
  {
    id: 'zoom-out',
    title: 'Zoom out',
    group: 'View',
    keywords: 'smaller text size',
    keys: ['Mod+-'],
    menu: ['View', 1, 'Zoom Out'],
  },
  {
    id: 'zoom-reset',
    title: 'Actual size',
    group: 'View',
    keywords: 'zoom reset 100 %',
    keys: ['Mod+0'],
    menu: ['View', 1, 'Actual Size'],
  },

  {
    id: 'palette',
    title: 'Search or run',
    group: 'Help',
    keywords: 'command palette actions',
    keys: ['Mod+K'],
    menu: ['Go', 1, 'Command Palette…'],
  },
  {
    id: 'shortcuts',
    title: 'Keyboard shortcuts',
    group: 'Help',
    keywords: 'keys help overview',
    keys: ['?', 'F1'],
    menu: ['Help', 1, 'Keyboard Shortcuts'],
  },
  {
    id: 'whats-new',
    title: 'What is new',
    group: 'Help',
    keywords: 'changes changelog version update release',
    keys: [],
    menu: ['Help', 2, 'What Is New'],
  },
  {
    id: 'licences',
    title: 'Licences',
    group: 'Help',
    keywords: 'licenses copyright notices third party about',
    keys: [],
    menu: ['Help', 2, 'Licences'],
  },
  {
    id: 'save-diagnostics',
    title: 'Save diagnostics…',
    group: 'Help',
    keywords: 'bug report problem log versions support crash',
    keys: [],
    menu: ['Help', 2, 'Save Diagnostics…'],
  },
] as const satisfies readonly ActionShape[];

type Row = (typeof ACTIONS)[number];
export type ActionId = Row['id'];
export type ActionInfo = ActionShape & { readonly id: ActionId };

type ScreenRow = Extract<Row, { screen: ScreenShape }>;
/** What goes to a screen, and nothing else. */
export type ScreenAction = ScreenRow['id'];
export type Screen = ScreenRow['screen']['name'];

const hasScreen = (row: Row): row is ScreenRow => 'screen' in row;

export interface ScreenInfo extends ScreenShape {
  readonly name: Screen;
  readonly action: ScreenAction;
}

/** The screens, in the order of the sidebar. */
export const SCREENS: readonly ScreenInfo[] = ACTIONS.filter(hasScreen).map(({ id, screen }) => ({
  action: id,
  ...screen,
}));

export const isScreenAction = (id: ActionId): id is ScreenAction => SCREENS.some(({ action }) => action === id);

const byId: ReadonlyMap<string, ActionInfo> = new Map(ACTIONS.map((action) => [action.id, action]));

export const isActionId = (id: string): id is ActionId => byId.has(id);

export function actionInfo(id: ActionId): ActionInfo {
  const info = byId.get(id);
  if (info === undefined) throw new Error(`No action is called ${id}`);
  return info;
}

/** The entries of a menu: its sections, in their order. */
export function menuSections(menu: MenuName): ActionInfo[][] {
  const sections = new Map<number, ActionInfo[]>();
  for (const action of byId.values()) {
    const [name, section] = action.menu ?? [];
    if (name !== menu || section === undefined) continue;
    sections.set(section, [...(sections.get(section) ?? []), action]);
  }
  return [...sections].sort(([a], [b]) => a - b).map(([, actions]) => actions);
}
