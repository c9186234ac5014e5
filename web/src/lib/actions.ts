import type { LucideIcon } from "lucide-react";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { isTyping, matches } from "./keys.ts";

/** Something a person can do. Palette, shortcuts and help all come from the one list of these. */
export type Action = {
  /** Stable, e.g. "analysis.update"; of two with one id the later registered counts. */
  id: string;
  label: () => string;
  icon: LucideIcon;
  /** "mod+k", "shift+a", "a"; see keys.ts. */
  shortcut?: string;
  /** Other words under which the palette finds it. */
  keywords?: () => string;
  /** Whether it makes sense now. */
  when?: () => boolean;
  run: () => void;
};

let groups: readonly (readonly Action[])[] = [];
let flat: readonly Action[] = [];
const listeners = new Set<() => void>();

function changed(next: readonly (readonly Action[])[]): void {
  groups = next;
  const byId = new Map<string, Action>();
  for (const action of groups.flat()) byId.set(action.id, action);
  flat = [...byId.values()];
  for (const listener of listeners) listener();
}

/** Add actions; the answer removes them again. */
export function registerActions(actions: readonly Action[]): () => void {
  changed([...groups, actions]);
  return () => changed(groups.filter((group) => group !== actions));
}

/** All actions that make sense now. */
export function availableActions(): readonly Action[] {
  return flat.filter((action) => action.when?.() ?? true);
}

/** Offer actions while a component is on the page. Labels and `run` may change at every drawing. */
export function useActions(actions: readonly Action[]): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  const ids = actions.map((action) => `${action.id} ${action.shortcut ?? ""}`).join("\n");
  useEffect(() => {
    const current = (id: string) => latest.current.find((action) => action.id === id);
    const stable = latest.current.map((action) => ({
      ...action,
      label: () => current(action.id)?.label() ?? "",
      keywords: () => current(action.id)?.keywords?.() ?? "",
      when: () => current(action.id)?.when?.() ?? true,
      run: () => current(action.id)?.run(),
    }));
    return registerActions(stable);
  }, [ids]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function useActionList(): readonly Action[] {
  return useSyncExternalStore(subscribe, () => flat);
}

/** Run the action whose shortcut was pressed. Plain letters do nothing while somebody types or a dialog is open. */
export function runShortcut(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.repeat) return;
  const action = availableActions().find((each) => each.shortcut && matches(event, each.shortcut));
  if (!action?.shortcut) return;
  const plain = !action.shortcut.includes("mod+");
  if (plain && (isTyping(event.target) || document.querySelector('[role="dialog"], [role="menu"], [role="listbox"]'))) return;
  event.preventDefault();
  action.run();
}
