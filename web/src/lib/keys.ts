/** Shortcuts are written "mod+k", "shift+a", "?" or "a"; mod is Ctrl, and Command on a Mac. */

const MAC = /mac|iphone|ipad/i.test(globalThis.navigator?.platform ?? "");
const NAMES: Record<string, string> = { enter: "↵", escape: "Esc", arrowup: "↑", arrowdown: "↓", shift: "Shift" };

export function shownKeys(keys: string, mac = MAC): string[] {
  return keys.split("+").map((key) => {
    if (key === "mod") return mac ? "⌘" : "Ctrl";
    return NAMES[key] ?? (key.length === 1 ? key.toUpperCase() : key);
  });
}

type Pressed = Pick<KeyboardEvent, "key" | "ctrlKey" | "metaKey" | "shiftKey" | "altKey">;

/** Whether the pressed keys are this shortcut. */
export function matches(event: Pressed, keys: string, mac = MAC): boolean {
  const parts = keys.split("+");
  const key = parts.at(-1) ?? "";
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  if (event.altKey || other || mod !== parts.includes("mod")) return false;
  const letter = /^[a-z]$/.test(key) || key.length > 1;
  if (letter && event.shiftKey !== parts.includes("shift")) return false;
  return event.key.toLowerCase() === key;
}

/** Single letters must not fire while somebody types. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
