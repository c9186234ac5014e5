import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cx } from "../lib/cx.ts";
import { useMessages } from "../lib/i18n.ts";
import { IconButton } from "./icon-button.tsx";
import { uiTexts } from "./texts.ts";

type Props = {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  /** One or two sentences under the title: what will happen. */
  description?: ReactNode;
  children?: ReactNode;
  /** The buttons, the main one last. */
  actions?: ReactNode;
  wide?: boolean;
};

/** Into the first field, else onto the dialog itself: on the close button its tooltip would take the first Escape. */
function focusFirstField(event: Event): void {
  event.preventDefault();
  if (!(event.currentTarget instanceof HTMLElement)) return;
  const field = event.currentTarget.querySelector<HTMLElement>("input:not([type=hidden], [readonly], [data-quiet]), textarea, select");
  (field ?? event.currentTarget).focus();
}

/** A question or a short form over the page. Escape and the scrim close it; focus returns where it was. */
export function Dialog({ open, onOpenChange, title, description, children, actions, wide = false }: Props) {
  const t = useMessages(uiTexts);
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-appear bg-scrim" />
        <Primitive.Content
          onOpenAutoFocus={focusFirstField}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cx(
            "fixed z-50 animate-appear overflow-auto scroll-thin border outline-none border-line bg-panel p-4 shadow-float",
            "max-md:inset-x-0 max-md:bottom-0 max-md:max-h-[90dvh] max-md:rounded-t-dialog max-md:pb-[max(1rem,env(safe-area-inset-bottom))]",
            "md:top-[12vh] md:left-1/2 md:max-h-[80vh] md:w-full md:-translate-x-1/2 md:rounded-dialog md:p-5",
            wide ? "md:max-w-2xl" : "md:max-w-md",
          )}
        >
          <div className="flex items-start justify-between gap-3">
            <Primitive.Title className="text-lead font-semibold text-ink">{title}</Primitive.Title>
            <Primitive.Close asChild>
              <IconButton label={t("close")} icon={<X aria-hidden size={16} />} className="-mt-0.5 -mr-1" />
            </Primitive.Close>
          </div>
          {description && <Primitive.Description className="mt-1 text-body text-ink-2">{description}</Primitive.Description>}
          {children && <div className="mt-4">{children}</div>}
          {actions && <div className="mt-5 flex flex-wrap justify-end gap-2">{actions}</div>}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
