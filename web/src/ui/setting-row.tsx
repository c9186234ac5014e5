import type { ReactNode } from "react";

/** One setting: its name and meaning at the left, the control at the right; one above the other where narrow. */
export function SettingRow({ name, hint, children }: { name: ReactNode; hint?: ReactNode; children: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-t border-line py-3 first:border-t-0 first:pt-0 last:pb-0">
      <div className="min-w-48 flex-1">
        <p className="text-body font-medium text-ink">{name}</p>
        {hint && <p className="text-secondary text-ink-3">{hint}</p>}
      </div>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
