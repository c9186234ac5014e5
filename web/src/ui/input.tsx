import { useId, type ComponentProps, type ReactNode } from "react";
import { CircleAlert } from "lucide-react";
import { cx } from "../lib/cx.ts";

/** The edge and height that inputs, selects and search boxes share. */
export const fieldClass =
  "w-full min-w-0 rounded-control border border-control bg-transparent px-3 text-body text-ink h-8 max-md:h-11 " +
  "disabled:border-line disabled:text-ink-3 aria-invalid:border-down";

type FieldProps = {
  label: ReactNode;
  /** Below the field: what it is for, in one sentence. */
  hint?: ReactNode;
  /** One sentence that says what is wrong and how to put it right. */
  error?: string | null | undefined;
  hideLabel?: boolean;
  className?: string;
  children: (wiring: { id: string; "aria-describedby"?: string; "aria-invalid"?: true }) => ReactNode;
};

/** Label, control, hint and error, wired together for screen readers. */
export function Field({ label, hint, error, hideLabel, className, children }: FieldProps) {
  const id = useId();
  const noteId = `${id}-note`;
  const wiring = {
    id,
    ...(hint || error ? { "aria-describedby": noteId } : {}),
    ...(error ? { "aria-invalid": true as const } : {}),
  };
  return (
    <div className={cx("min-w-0", className)}>
      <label htmlFor={id} className={hideLabel ? "sr-only" : "mb-1 block text-secondary text-ink-2"}>
        {label}
      </label>
      {children(wiring)}
      {(hint || error) && (
        <p id={noteId} className={cx("mt-1 flex gap-1.5 text-secondary", error ? "text-down" : "text-ink-3")}>
          {error && <CircleAlert aria-hidden size={14} className="mt-0.5 shrink-0" />}
          <span>{error ?? hint}</span>
        </p>
      )}
    </div>
  );
}

type InputProps = Omit<ComponentProps<"input">, "className"> &
  Pick<FieldProps, "label" | "hint" | "error" | "hideLabel" | "className"> & {
    /** A unit at the right end: %, USDT. */
    unit?: ReactNode;
  };

/** A text field with its label. */
export function Input({ label, hint, error, hideLabel, className, unit, ...rest }: InputProps) {
  return (
    <Field label={label} hint={hint} error={error} {...(hideLabel ? { hideLabel } : {})} {...(className ? { className } : {})}>
      {(wiring) => (
        <span className="relative block">
          <input {...rest} {...wiring} className={cx(fieldClass, unit ? "pr-14" : null)} />
          {unit && (
            <span aria-hidden className="pointer-events-none absolute inset-y-0 right-3 flex items-center text-secondary text-ink-3">
              {unit}
            </span>
          )}
        </span>
      )}
    </Field>
  );
}
