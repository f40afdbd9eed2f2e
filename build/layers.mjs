/** The layers, in the order in which they may know each other; each has a tsconfig.json of its own. */
export const layers = [
  'electron/protocol',
  'electron/texts',
  'electron/ipc',
  'electron/core',
  'electron/storage',
  'electron/app',
  'electron/preload',
  'electron/main',
  'electron/cli',
  'electron/library',
  'renderer',
  'test',
  'build',
];
