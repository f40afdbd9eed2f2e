/** Names of Electron's own channels that carry the contract, for the two files that know ipcMain and ipcRenderer. */
export const ELECTRON_CALL = 'posthorn:call';
export const ELECTRON_SUBSCRIBE = 'posthorn:subscribe';
export const ELECTRON_UNSUBSCRIBE = 'posthorn:unsubscribe';
/** Main to window: subscription id, then a frame. */
export const ELECTRON_STREAM = 'posthorn:stream';
