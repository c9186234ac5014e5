import { NotebookPen, Ruler, ScanSearch, Settings, type LucideIcon } from "lucide-react";
import type { shellTexts } from "./texts.ts";

type TextKey = keyof (typeof shellTexts)["phrases"];
export type Group = "watch" | "test" | "money" | "read" | "foot";

export type Destination = {
  to: string;
  label: TextKey;
  icon: LucideIcon;
  group: Group;
  shortcut?: string;
  /** Shown in the phone's bottom bar. */
  onPhone?: boolean;
};

/** The page that stands alone on top, larger than the others. */
export const MAIN = { to: "/analysis", label: "analysis", icon: Ruler, shortcut: "a" } as const;

/** Every other page in the rail; one line per page. A group without pages is not shown. */
export const DESTINATIONS: readonly Destination[] = [
  { to: "/scan", label: "scan", icon: ScanSearch, group: "watch", shortcut: "s", onPhone: true },
  { to: "/journal", label: "journal", icon: NotebookPen, group: "money", onPhone: true },
  { to: "/settings", label: "settings", icon: Settings, group: "foot", onPhone: true },
];

export const VERBS = ["watch", "test", "money", "read"] as const satisfies readonly Group[];
