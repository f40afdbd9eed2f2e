/**
 * What the menu bar and the tray can ask of the window, by the ids of the window's registry of actions, with the words for a
 * menu. One list for both sides, so that neither names an action that the other does not know.
 */
export const menuActions = {
  'go-inspector': 'Inspector',
  'go-send': 'Send Test',
  'go-surveys': 'Surveys',
  'go-explain': 'Explain a Reply, Log or Bounce',
  'go-profiles': 'Profiles',
  'go-server': 'Test Server',
  'go-inbox': 'Inbox',
  'go-sessions': 'Sessions',
  'go-listeners': 'Listeners',
  'go-history': 'History',
  'go-settings': 'Settings',
  palette: 'Command Palette…',
  target: 'Type a Server',
  run: 'Run',
  'find-port': 'Find the Port That Works',
  stop: 'Stop',
  'run-implicit-tls': 'Run with Implicit TLS',
  'make-experiment': 'Make the Next Experiment',
  'explain-reply': 'Explain This Reply',
  'connection-options': 'Connection Options',
  'inspect-local': 'Inspect the Local Test Server',
  'send-here': 'Send a Test through This Server',
  search: 'Search',
  'copy-for-ticket': 'Copy for Ticket',
  'save-report': 'Save the Report…',
  'new-profile': 'New Profile',
  'import-profiles': 'Import Profiles…',
  'server-start': 'Start Test Server',
  'server-stop': 'Stop Test Server',
  'theme-light': 'Light',
  'theme-dark': 'Dark',
  'theme-system': 'System',
  'zoom-in': 'Zoom In',
  'zoom-out': 'Zoom Out',
  'zoom-reset': 'Actual Size',
  shortcuts: 'Keyboard Shortcuts',
} as const;

export type MenuAction = keyof typeof menuActions;
