import { Check, CircleAlert, X } from "lucide-react";
import { Toast as Primitive } from "radix-ui";
import { useSyncExternalStore } from "react";
import { useMessages } from "../lib/i18n.ts";
import { Button } from "./button.tsx";
import { IconButton } from "./icon-button.tsx";
import { uiTexts } from "./texts.ts";

/** What can be done about it at once, such as taking it back. */
export type ToastAction = { label: string; run: () => void };
type Message = { id: number; text: string; tone: "done" | "problem"; action?: ToastAction | undefined };

let messages: readonly Message[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Message[]): void {
  messages = next;
  for (const listener of listeners) listener();
}

/** Say briefly what just happened. Problems that need a decision belong on the page, not here. */
export function notify(text: string, tone: Message["tone"] = "done", action?: ToastAction): void {
  set([...messages.slice(-2), { id: ++lastId, text, tone, action }]);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Where the messages appear; once per page. */
export function Toaster() {
  const shown = useSyncExternalStore(subscribe, () => messages);
  const t = useMessages(uiTexts);
  return (
    <Primitive.Provider duration={4000} label={t("notifications")} swipeDirection="down">
      {shown.map((message) => (
        <Primitive.Root
          key={message.id}
          type={message.tone === "problem" ? "foreground" : "background"}
          duration={message.tone === "problem" || message.action ? 9000 : 4000}
          onOpenChange={(open) => !open && set(messages.filter((other) => other.id !== message.id))}
          className="flex animate-appear items-start gap-2 rounded-panel border border-line bg-raised py-2 pr-2 pl-3 shadow-float"
        >
          {message.tone === "problem" ? (
            <CircleAlert aria-hidden size={16} className="mt-1 shrink-0 text-down" />
          ) : (
            <Check aria-hidden size={16} className="mt-1 shrink-0 text-ink-2" />
          )}
          <Primitive.Description className="min-w-0 flex-1 py-0.5 text-body text-ink">{message.text}</Primitive.Description>
          {message.action && (
            <Primitive.Action asChild altText={message.action.label}>
              <Button variant="link" className="py-0.5" onClick={message.action.run}>
                {message.action.label}
              </Button>
            </Primitive.Action>
          )}
          <Primitive.Close asChild>
            <IconButton label={t("dismiss")} icon={<X aria-hidden size={14} />} />
          </Primitive.Close>
        </Primitive.Root>
      ))}
      <Primitive.Viewport className="fixed right-5 bottom-5 z-50 flex w-80 max-w-[calc(100vw-24px)] flex-col gap-2 outline-none max-md:inset-x-3 max-md:bottom-20 max-md:w-auto" />
    </Primitive.Provider>
  );
}
