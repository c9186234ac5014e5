import { availableActions, useActionList } from "../lib/actions.ts";
import { useMessages } from "../lib/i18n.ts";
import { Dialog } from "../ui/dialog.tsx";
import { Kbd } from "../ui/kbd.tsx";
import { showOverlay, useOverlay } from "./overlays.ts";
import { shellTexts } from "./texts.ts";

/** Every shortcut that works now, from the list of actions. */
export function Shortcuts() {
  const t = useMessages(shellTexts);
  const open = useOverlay() === "shortcuts";
  useActionList();
  return (
    <Dialog open={open} onOpenChange={(next) => !next && showOverlay(null)} title={t("shortcutsTitle")}>
      <ul className="divide-y divide-line">
        {availableActions()
          .filter((action) => action.shortcut)
          .map((action) => (
            <li key={action.id} className="flex min-h-9 items-center justify-between gap-4 text-body text-ink-2">
              {action.label()}
              <Kbd keys={action.shortcut ?? ""} />
            </li>
          ))}
      </ul>
    </Dialog>
  );
}
