import { shownKeys } from "../lib/keys.ts";

const KEY =
  "inline-flex h-5 min-w-5 items-center justify-center rounded-tag border border-line px-1.5 font-sans text-caption text-ink-2 " +
  "in-[[aria-selected=true]]:border-panel in-[[aria-selected=true]]:bg-panel";

/** A shortcut as keys: "mod+k" is Ctrl K, or ⌘ K on a Mac; `joined` puts them into one frame. */
export function Kbd({ keys, joined = false }: { keys: string; joined?: boolean }) {
  if (joined) return <kbd className={KEY}>{shownKeys(keys).join(" ")}</kbd>;
  return (
    <span className="inline-flex shrink-0 gap-1.5">
      {shownKeys(keys).map((key) => (
        <kbd key={key} className={KEY}>
          {key}
        </kbd>
      ))}
    </span>
  );
}
