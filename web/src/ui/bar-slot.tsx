import { useSyncExternalStore, type ReactNode } from "react";
import { createPortal } from "react-dom";

export const BAR_SLOT = "bar-slot";

const never = () => () => undefined;
const find = () => document.getElementById(BAR_SLOT);

/** Puts something of a page into the phone's top bar: its title, the symbol it is about. Nothing on wide screens. */
export function BarSlot({ children }: { children: ReactNode }) {
  const place = useSyncExternalStore(never, find);
  return place ? createPortal(children, place) : null;
}
