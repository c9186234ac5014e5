import { useEffect, useLayoutEffect, useRef, type KeyboardEvent } from "react";
import type { ChartGeometry, LineRole } from "./chart-model.ts";
import type { GeometryStore } from "./geometry-store.ts";
import { fitsLadder, layOutLadder } from "./ladder-layout.ts";
import { PriceTag, type TagWords } from "./price-tag.tsx";

export interface LadderTag extends TagWords {
  id: string;
  role: LineRole;
}

interface Props {
  /** In the order of the chart's lines. */
  tags: readonly LadderTag[];
  geometry: GeometryStore;
  compact: boolean;
  label: string;
  onCopy: (id: string) => void;
}

const TALL = 34;
const LOW = 24;
const LEADER = { wide: 20, compact: 10 };

const STROKES: Record<LineRole, { color: string; dash?: string }> = {
  entry: { color: "var(--accent)" },
  breakout: { color: "var(--accent)", dash: "2 3" },
  target: { color: "var(--up)" },
  invalidation: { color: "var(--down)" },
  price: { color: "var(--ink)" },
  level: { color: "var(--ink-3)" },
};

/** Plan prices in price order beside the chart, each tied to its true height by a leader. */
export function PriceLadder({ tags, geometry, compact, label, onCopy }: Props) {
  const list = useRef<HTMLDivElement>(null);
  const leaders = useRef<SVGSVGElement>(null);
  const stood = useRef(false);
  const width = compact ? LEADER.compact : LEADER.wide;

  useLayoutEffect(() => {
    const place = (now: ChartGeometry) =>
      list.current && leaders.current && standTags(list.current, leaders.current, { tags, now, compact });
    return geometry.subscribe(place);
  }, [tags, geometry, compact]);

  // Tags glide only when the ladder itself changes; while somebody pans they must keep up.
  useEffect(() => {
    const element = list.current;
    const before = stood.current;
    stood.current = true;
    if (!element || !before) return;
    element.dataset.settling = "";
    const timer = setTimeout(() => delete element.dataset.settling, 200);
    return () => clearTimeout(timer);
  }, [tags.length, compact]);

  return (
    <div className="absolute inset-y-0 right-0" style={{ width: (compact ? 88 : 178) + width + 8 }}>
      <svg
        ref={leaders}
        aria-hidden
        className="absolute inset-y-0 left-0 h-full overflow-visible"
        width={width}
        fill="none"
      >
        {tags.map((tag) => (
          <path
            key={tag.id}
            stroke={STROKES[tag.role].color}
            strokeDasharray={STROKES[tag.role].dash}
            strokeWidth={1}
            strokeOpacity={tag.role === "level" ? 0.8 : 1}
          />
        ))}
      </svg>
      <div
        ref={list}
        role="group"
        aria-label={label}
        onKeyDown={walk}
        className="group/ladder absolute inset-y-0 right-2"
        style={{ width: compact ? 88 : 178 }}
      >
        {tags.map((tag, index) => (
          <PriceTag key={tag.id} {...tag} compact={compact} reachable={index === 0} onCopy={() => onCopy(tag.id)} />
        ))}
      </div>
    </div>
  );
}

interface Standing {
  tags: readonly LadderTag[];
  now: ChartGeometry;
  compact: boolean;
}

function standTags(list: HTMLElement, leaders: SVGSVGElement, { tags, now, compact }: Standing): void {
  const bounds = { top: 6, bottom: now.plotBottom - 4, gap: compact ? 2 : 4 };
  const low = compact || !fitsLadder(tags.length, TALL, bounds);
  const height = low ? LOW : TALL;
  const width = compact ? LEADER.compact : LEADER.wide;
  list.dataset.low = String(low);
  const places = new Map(
    layOutLadder(
      tags.map((tag, i) => ({ id: tag.id, y: now.heights[i] ?? 0, height })),
      bounds,
    ).map((place) => [place.id, place]),
  );
  tags.forEach((tag, i) => {
    const place = places.get(tag.id);
    const element = list.children[i];
    if (!place || !(element instanceof HTMLElement)) return;
    element.style.transform = `translateY(${place.top.toFixed(1)}px)`;
    element.style.height = `${height}px`;
    const from = Math.round(place.anchor) + 0.5;
    const to = Math.round(place.middle) + 0.5;
    const stub = compact ? 1 : 5;
    leaders.children[i]?.setAttribute("d", `M0 ${from}H${stub}L${width - stub} ${to}H${width}`);
  });
}

/** Arrows walk the ladder; one tag at a time is in the tab order. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowUp: -1, ArrowDown: 1, Home: -Infinity, End: Infinity }[event.key];
  if (step === undefined) return;
  const buttons = [...event.currentTarget.querySelectorAll<HTMLButtonElement>("button")];
  const now = buttons.indexOf(document.activeElement as HTMLButtonElement);
  const next = buttons[Math.min(buttons.length - 1, Math.max(0, now + step))];
  event.preventDefault();
  for (const button of buttons) button.tabIndex = button === next ? 0 : -1;
  next?.focus();
}
