import { Switch as Primitive } from "radix-ui";
import { useId, type ReactNode } from "react";

type Props = {
  label: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
  /** Where the name already stands beside it. */
  hideLabel?: boolean;
};

/** On or off, at once; the label is part of what can be pressed. */
export function Switch({ label, checked, onChange, disabled = false, hideLabel = false }: Props) {
  const id = useId();
  return (
    <span className="inline-flex items-center gap-2">
      <Primitive.Root
        id={id}
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        className="relative h-4 w-7 shrink-0 rounded-full bg-control hit-44 disabled:opacity-50 data-[state=checked]:bg-accent"
      >
        <Primitive.Thumb className="block size-3 translate-x-0.5 rounded-full bg-panel transition-transform duration-100 data-[state=checked]:translate-x-3.5" />
      </Primitive.Root>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "text-body text-ink-2"}>
        {label}
      </label>
    </span>
  );
}
