import { useSyncExternalStore } from "react";

export type Overlay = "palette" | "shortcuts" | null;

let open: Overlay = null;
const listeners = new Set<() => void>();

export function showOverlay(next: Overlay): void {
  open = next;
  for (const listener of listeners) listener();
}

export const openPalette = (): void => showOverlay("palette");
export const openShortcuts = (): void => showOverlay("shortcuts");

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Which of the page-wide dialogs is open. */
export function useOverlay(): Overlay {
  return useSyncExternalStore(subscribe, () => open);
}
