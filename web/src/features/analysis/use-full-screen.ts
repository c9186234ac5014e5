import { useCallback, useEffect, useState, type RefObject } from "react";

/** Full screen of one element: the browser's own where it exists, else the element over the page (phones of Apple). */
export function useFullScreen(element: RefObject<HTMLElement | null>) {
  const [over, setOver] = useState(false);
  const [own, setOwn] = useState(false);
  useEffect(() => {
    const changed = () => setOwn(document.fullscreenElement === element.current && element.current !== null);
    document.addEventListener("fullscreenchange", changed);
    return () => document.removeEventListener("fullscreenchange", changed);
  }, [element]);
  useEffect(() => {
    if (!over) return;
    const leave = (event: KeyboardEvent) => event.key === "Escape" && setOver(false);
    document.addEventListener("keydown", leave);
    return () => document.removeEventListener("keydown", leave);
  }, [over]);
  const toggle = useCallback(() => {
    if (over) setOver(false);
    else if (document.fullscreenElement) void document.exitFullscreen();
    else if (!element.current?.requestFullscreen) setOver(true);
    else void element.current.requestFullscreen().catch(() => setOver(true));
  }, [element, over]);
  return { full: over || own, over, toggle };
}
