import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from "react";

interface Drag {
  from: number;
  to: number;
  /** How far the row was pulled, in px. */
  by: number;
  height: number;
}

interface Held {
  from: number;
  startY: number;
  height: number;
}

interface Reorder {
  /** Pulled from one place to another. */
  onDrop: (from: number, to: number) => void;
  /** One place up or down by the keyboard. */
  onStep: (from: number, step: number) => void;
}

/** Rows that are moved by a handle: pulled with a finger or the mouse, or with the arrow keys. */
export function useReorder(count: number, { onDrop, onStep }: Reorder) {
  const [drag, setDrag] = useState<Drag | null>(null);
  const held = useRef<Held | null>(null);
  const cancel = () => {
    held.current = null;
    setDrag(null);
  };
  useEffect(() => {
    if (!drag) return;
    const onKey = (event: globalThis.KeyboardEvent) => event.key === "Escape" && cancel();
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [drag]);

  const handle = (index: number) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      const row = event.currentTarget.closest("li");
      if (!row) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      held.current = { from: index, startY: event.clientY + window.scrollY, height: row.offsetHeight };
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const holding = held.current;
      if (!holding) return;
      const by = event.clientY + window.scrollY - holding.startY;
      const to = Math.min(count - 1, Math.max(0, holding.from + Math.round(by / holding.height)));
      setDrag({ from: holding.from, to, by, height: holding.height });
    },
    onPointerUp: () => {
      if (drag && drag.to !== drag.from) onDrop(drag.from, drag.to);
      cancel();
    },
    onPointerCancel: cancel,
    onKeyDown: (event: KeyboardEvent<HTMLElement>) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      if (index + step >= 0 && index + step < count) onStep(index, step);
    },
  });

  /** Where a row is drawn while one of them is being pulled. */
  const style = (index: number): { transform: string } | undefined => {
    if (!drag) return undefined;
    if (index === drag.from) return { transform: `translateY(${drag.by}px)` };
    if (index > drag.from && index <= drag.to) return { transform: `translateY(-${drag.height}px)` };
    if (index < drag.from && index >= drag.to) return { transform: `translateY(${drag.height}px)` };
    return undefined;
  };
  return { handle, style, dragged: drag?.from ?? null };
}
