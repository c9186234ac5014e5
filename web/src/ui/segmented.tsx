import { RadioGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "../lib/cx.ts";

export type Choice<Value extends string> = { value: Value; label: ReactNode; disabled?: boolean };

type Props<Value extends string> = {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  choices: readonly Choice<Value>[];
  size?: "sm" | "md";
  block?: boolean;
};

/** A few choices side by side; arrows move between them. */
export function Segmented<Value extends string>({ label, value, onChange, choices, size = "md", block }: Props<Value>) {
  return (
    <RadioGroup.Root
      aria-label={label}
      value={value}
      onValueChange={(next) => onChange(next as Value)}
      className={cx("inline-flex max-w-full items-center rounded-control border border-line p-px", block && "flex w-full")}
    >
      {choices.map((choice) => (
        <RadioGroup.Item
          key={choice.value}
          value={choice.value}
          disabled={choice.disabled ?? false}
          className={cx(
            "inline-flex min-w-0 items-center justify-center rounded-[5px] text-ink-2 whitespace-nowrap hit-44",
            "hover:text-ink disabled:text-ink-3 data-[state=checked]:bg-selected data-[state=checked]:font-medium data-[state=checked]:text-ink",
            size === "sm" ? "h-6 px-2 text-secondary" : "h-7 px-2.5 text-body max-md:h-10",
            block && "flex-1",
          )}
        >
          {choice.label}
        </RadioGroup.Item>
      ))}
    </RadioGroup.Root>
  );
}
