import { CopyButton } from "../../ui/copy.tsx";
import { PlanButtons, type PlanButtonsProps } from "./plan-buttons.tsx";

/** On phones, pinned above the bar: copy all, update, taken. */
export function ActionBar(props: PlanButtonsProps) {
  return (
    <div className="fixed inset-x-0 bottom-[calc(56px+env(safe-area-inset-bottom))] z-20 flex gap-2 border-t border-line bg-panel px-3 py-2.5 md:hidden">
      {!props.running && (
        <span className="flex size-11 items-center justify-center rounded-control bg-selected">
          <CopyButton iconOnly value={props.view.payload.text} />
        </span>
      )}
      <PlanButtons {...props} phone />
    </div>
  );
}
