import { Check, ChevronsUpDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "../lib/cx.ts";
import { Field, fieldClass } from "./input.tsx";
import { menuPanelClass, menuRowClass } from "./menu.tsx";

export type Option<Value extends string> = { value: Value; label: string; note?: string };

type Props<Value extends string> = {
  label: ReactNode;
  value: Value;
  onChange: (value: Value) => void;
  options: readonly Option<Value>[];
  hint?: ReactNode;
  error?: string | null;
  hideLabel?: boolean;
  disabled?: boolean;
  className?: string;
};

/** One of a list; typed letters jump, arrows move. For long lists use a search. */
export function Select<Value extends string>(props: Props<Value>) {
  const { label, value, onChange, options, hint, error, hideLabel = false, disabled = false, className } = props;
  return (
    <Field label={label} hint={hint} error={error} hideLabel={hideLabel} {...(className ? { className } : {})}>
      {(wiring) => (
        <Primitive.Root value={value} onValueChange={(next) => onChange(next as Value)} disabled={disabled}>
          <Primitive.Trigger {...wiring} className={cx(fieldClass, "inline-flex items-center justify-between gap-2 text-left")}>
            <span className="truncate">
              <Primitive.Value />
            </span>
            <ChevronsUpDown aria-hidden size={14} className="shrink-0 text-ink-3" />
          </Primitive.Trigger>
          <Primitive.Portal>
            <Primitive.Content position="popper" sideOffset={4} collisionPadding={8} className={cx(menuPanelClass, "max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width)")}>
              <Primitive.Viewport>
                {options.map((option) => (
                  <Primitive.Item key={option.value} value={option.value} className={menuRowClass}>
                    <span className="w-4 shrink-0">
                      <Primitive.ItemIndicator>
                        <Check aria-hidden size={14} />
                      </Primitive.ItemIndicator>
                    </span>
                    <Primitive.ItemText>{option.label}</Primitive.ItemText>
                    {option.note && <span className="ml-auto pl-3 text-secondary text-ink-3">{option.note}</span>}
                  </Primitive.Item>
                ))}
              </Primitive.Viewport>
            </Primitive.Content>
          </Primitive.Portal>
        </Primitive.Root>
      )}
    </Field>
  );
}
