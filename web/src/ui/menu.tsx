import { DropdownMenu } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "../lib/cx.ts";
import { Kbd } from "./kbd.tsx";

export const menuPanelClass =
  "z-50 min-w-44 animate-appear overflow-auto scroll-thin rounded-panel border border-line bg-panel p-1 shadow-float";
export const menuRowClass =
  "flex min-h-8 max-md:min-h-11 cursor-pointer items-center gap-2 rounded-control px-2 py-1 text-body text-ink-2 outline-none select-none " +
  "data-highlighted:bg-selected data-highlighted:text-ink data-disabled:cursor-default data-disabled:text-ink-3";

export type MenuEntry = {
  id: string;
  label: ReactNode;
  icon?: ReactNode;
  note?: ReactNode;
  shortcut?: string | undefined;
  danger?: boolean;
  disabled?: boolean;
  run: () => void;
};

type Props = {
  /** The button that opens it. */
  trigger: ReactNode;
  entries: readonly (MenuEntry | "line")[];
  label?: string;
  header?: ReactNode;
  align?: "start" | "end";
};

/** A list of things to do, opened from a button. */
export function Menu({ trigger, entries, label, header, align = "end" }: Props) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align={align} sideOffset={6} collisionPadding={8} aria-label={label} className={menuPanelClass}>
          {header && <DropdownMenu.Label className="px-2 pt-1 pb-2 text-secondary text-ink-3">{header}</DropdownMenu.Label>}
          {entries.map((entry, index) =>
            entry === "line" ? (
              <DropdownMenu.Separator key={`line-${index}`} className="my-1 h-px bg-line" />
            ) : (
              <DropdownMenu.Item
                key={entry.id}
                disabled={entry.disabled ?? false}
                onSelect={entry.run}
                className={cx(menuRowClass, entry.danger && "text-down!")}
              >
                {entry.icon}
                <span className="min-w-0 flex-1">{entry.label}</span>
                {entry.note && <span className="text-secondary text-ink-3">{entry.note}</span>}
                {entry.shortcut && <Kbd keys={entry.shortcut} />}
              </DropdownMenu.Item>
            ),
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
