import { shownKeys } from "../lib/keys.ts";

/** A shortcut as keys: "mod+k" is Ctrl K, or ⌘ K on a Mac. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex shrink-0 gap-1.5">
      {shownKeys(keys).map((key) => (
        <kbd key={key} className="inline-flex h-5 min-w-5 items-center justify-center rounded-tag border border-line px-1.5 font-sans text-caption text-ink-2">
          {key}
        </kbd>
      ))}
    </span>
  );
}
