/** What a menu offers. */
export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
  readonly hint?: string;
  readonly shortcut?: string;
  readonly disabled?: boolean;
  readonly danger?: boolean;
}
