/** Electron's dialogs, views and zoom, as the services know a desktop. */
import { shell, type BrowserWindow } from 'electron';
import { chooseFiles, chooseSavePath, confirm, offerToOpen, openSignIn } from './dialogs.ts';
import type { Desktop } from '../../app/desktop.ts';
import { MailViewer } from '../window/viewer.ts';

/** 80 to 200 %, in the steps that browsers take. */
const ZOOM_STEPS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2] as const;

export function zoomed(factor: number, change: 'in' | 'out' | 'reset'): number {
  switch (change) {
    case 'in':
      return ZOOM_STEPS.find((step) => step > factor + 0.01) ?? 2;
    case 'out':
      return ZOOM_STEPS.findLast((step) => step < factor - 0.01) ?? 0.8;
    case 'reset':
      return 1;
  }
}

export interface ElectronDesktop extends Desktop {
  /** Ends the view of a message, should there be one. */
  closeViewer(): void;
}

/** `window`: the one there is now, null while there is none. `onZoom` is called after each change. */
export function electronDesktop(window: () => BrowserWindow | null, onZoom: () => void): ElectronDesktop {
  const viewer = new MailViewer(window);
  return {
    chooseFiles: (purpose, forWhat) => chooseFiles(window(), purpose, forWhat),
    confirm: (question) => confirm(window(), question),
    chooseSavePath: (name) => chooseSavePath(window(), name),
    showFolder: (path) => shell.showItemInFolder(path),
    openExternal: (url) => offerToOpen(url),
    openSignIn,
    zoom(change) {
      const contents = window()?.webContents;
      if (contents === undefined) return 1;
      const factor = zoomed(contents.getZoomFactor(), change);
      contents.setZoomFactor(factor);
      onZoom();
      return factor;
    },
    viewer: viewer.desktop,
    closeViewer: () => viewer.hide(),
  };
}
