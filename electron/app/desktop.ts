/**
 * What the services need of a desktop. The app hands in dialogs and views of Electron's; the harness has none, and the calls
 * that need them answer `not-available`.
 */
import { AppError } from '../protocol/values/app-error.ts';
import type { FilePurpose } from '../protocol/values/app/files.ts';
import type { ViewBounds } from '../protocol/values/app/viewer.ts';

/** The octets of one image that a message brings along, or null for what it does not have. */
export type RelatedPart = (contentId: string) => Promise<{ mimeType: string; bytes: Uint8Array } | null>;

/** The HTML of a message and what it may show beside its text. */
export interface ViewDocument {
  readonly html: string;
  readonly related: RelatedPart;
  /** Called at most once: the view ended by itself, or had to be ended. */
  readonly ended: (error: AppError) => void;
}

/** A question that main draws itself, which a page can neither draw over nor answer. */
export interface ConfirmQuestion {
  /** One sentence, with a question mark. */
  readonly message: string;
  /** What the answer decides, in lines. */
  readonly detail: string;
  /** What the button says that agrees; the other one says Cancel, and is what Enter means. */
  readonly agree: string;
}

export interface Desktop {
  /** Paths of existing files that the user chose; empty when cancelled. `forWhat`: stands in the title. */
  chooseFiles(purpose: FilePurpose, forWhat?: string): Promise<readonly string[]>;
  /** Whether the user agreed. */
  confirm(question: ConfirmQuestion): Promise<boolean>;
  /** Where to save, after the system asked about replacing a file; null when cancelled. `name` is a safe base name. */
  chooseSavePath(name: string): Promise<string | null>;
  showFolder(path: string): void;
  /** Asks first. Whether it was opened. */
  openExternal(url: string): Promise<boolean>;
  /** In the browser, without asking; only https, and http on loopback. Whether something took it. */
  openSignIn(url: string): Promise<boolean>;
  /** Zooms the window by one step, or back; the answer is the factor that holds now. */
  zoom(change: 'in' | 'out' | 'reset'): number;
  readonly viewer: {
    show(document: ViewDocument, bounds: ViewBounds, zoom: number): Promise<void>;
    bounds(bounds: ViewBounds): void;
    hide(): void;
  };
}

const missing = (): never => {
  throw new AppError('not-available');
};

/** No desktop: everything but hiding what was never shown is refused. */
export const noDesktop: Desktop = {
  chooseFiles: async () => missing(),
  confirm: async () => missing(),
  chooseSavePath: async () => missing(),
  showFolder: missing,
  openExternal: async () => missing(),
  openSignIn: async () => missing(),
  zoom: missing,
  viewer: { show: async () => missing(), bounds: missing, hide: () => undefined },
};
