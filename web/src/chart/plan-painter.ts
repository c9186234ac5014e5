import type { LineRole } from "./chart-model.ts";
import { fade, type ChartTheme } from "./chart-theme.ts";
import type { Scene } from "./scene.ts";

type Context = CanvasRenderingContext2D;

const LABEL = 11;

/** Everything that lies behind the candles: strip, zones, the fill between the bands. */
export function paintBackground(ctx: Context, scene: Scene, theme: ChartTheme): void {
  const height = ctx.canvas.height;
  if (scene.nowX < scene.right) {
    ctx.fillStyle = fade(theme.ink, 0.035);
    ctx.fillRect(scene.nowX, 0, scene.endX - scene.nowX, height);
  }
  for (const zone of scene.zones) {
    ctx.fillStyle = fade(theme.ink, 0.045 + 0.075 * zone.strength);
    ctx.fillRect(0, zone.top, scene.endX, Math.max(2, zone.bottom - zone.top));
  }
  const [start, ...rest] = scene.band;
  if (start) {
    ctx.beginPath();
    ctx.moveTo(start.x, start.y);
    for (const point of rest) ctx.lineTo(point.x, point.y);
    ctx.closePath();
    ctx.fillStyle = fade(theme.ink, 0.04);
    ctx.fill();
  }
}

/** Everything that lies before them: the moment, box, plan lines and the words. */
export function paintForeground(ctx: Context, scene: Scene, theme: ChartTheme): void {
  if (scene.nowX < scene.right) paintNow(ctx, scene, theme);
  if (scene.box) paintBox(ctx, scene.box, theme);
  paintOlder(ctx, scene, theme);
  for (const line of scene.lines) paintLine(ctx, line, { scene, theme });
  nameOlder(ctx, scene, theme);
  for (const zone of scene.zones) {
    const text = scene.compact ? zone.name : zone.label;
    write(ctx, text, { x: scene.compact ? 5 : 30, y: zone.labelY, color: theme.text2, theme });
  }
  for (const label of scene.labels) write(ctx, label.text, { x: label.x, y: label.y, color: theme.text2, theme });
  for (const mark of scene.marks) paintMark(ctx, mark, theme);
}

function paintNow(ctx: Context, scene: Scene, theme: ChartTheme): void {
  upright(ctx, scene.nowX, { color: fade(theme.ink, 0.4), width: 1, dash: [2, 3] });
  if (scene.name) write(ctx, scene.name, { x: scene.nowX + 5, y: 12, color: theme.ink, theme });
}

/** A ring where it filled, a triangle where a target was reached, a cross where it ended: told apart without colour. */
function paintMark(ctx: Context, { kind, x, y }: Scene["marks"][number], theme: ChartTheme): void {
  const size = 4;
  const path = new Path2D();
  if (kind === "filled") path.arc(x, y, size, 0, 2 * Math.PI);
  else if (kind === "target") {
    path.moveTo(x, y - size - 1);
    path.lineTo(x + size + 1, y + size - 1);
    path.lineTo(x - size - 1, y + size - 1);
    path.closePath();
  } else {
    path.moveTo(x - size, y - size);
    path.lineTo(x + size, y + size);
    path.moveTo(x + size, y - size);
    path.lineTo(x - size, y + size);
  }
  ctx.setLineDash([]);
  ctx.lineJoin = "round";
  ctx.strokeStyle = theme.panel;
  ctx.lineWidth = 5;
  ctx.stroke(path);
  if (kind !== "ended") {
    ctx.fillStyle = theme.panel;
    ctx.fill(path);
  }
  ctx.strokeStyle = { filled: theme.accent, target: theme.up, ended: theme.down }[kind];
  ctx.lineWidth = 1.75;
  ctx.stroke(path);
}

function upright(ctx: Context, x: number, pen: Pen): void {
  rule(ctx, pen, [
    { x, y: 6 },
    { x, y: ctx.canvas.height },
  ]);
}

function paintBox(ctx: Context, box: NonNullable<Scene["box"]>, theme: ChartTheme): void {
  const pen = { color: fade(theme.ink, 0.55), width: 1, dash: [4, 3] };
  const { left, right, top, bottom } = box;
  const corners = [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
    { x: left, y: top },
  ];
  corners.slice(1).forEach((corner, i) => rule(ctx, pen, [corners[i] ?? corner, corner]));
  write(ctx, box.label, { x: right - 2, y: bottom + 10, color: theme.text2, theme, align: "right" });
}

function paintOlder(ctx: Context, scene: Scene, theme: ChartTheme): void {
  for (const plan of scene.older) {
    upright(ctx, plan.x, { color: fade(theme.text3, 0.7), width: 1, dash: [2, 3] });
    for (const line of plan.lines) {
      rule(ctx, { color: theme.text3, width: 1, dash: [1.5, 2.5] }, [
        { x: plan.x, y: line.y },
        { x: scene.endX, y: line.y },
      ]);
    }
  }
}

/** The words of older plans, over all lines: in the strip, and where that is too narrow before the moment of the plan. */
function nameOlder(ctx: Context, scene: Scene, theme: ChartTheme): void {
  const inStrip = scene.endX - scene.nowX > 90;
  for (const plan of scene.older) {
    const x = inStrip ? scene.endX - 6 : Math.max(plan.x - 5, 84);
    for (const { label, labelY: y } of plan.lines) {
      if (y === null) continue;
      // A gap in whatever line runs there, so that it does not strike the words out.
      ctx.font = `${LABEL}px ${theme.font}`;
      const { width } = ctx.measureText(label);
      ctx.fillStyle = fade(theme.panel, 0.9);
      ctx.fillRect(x - width - 3, y - 6, width + 6, 12);
      write(ctx, label, { x, y, color: theme.text2, theme, align: "right" });
    }
    write(ctx, plan.name, { x: Math.max(plan.x - 5, 50), y: 12, color: theme.text2, theme, align: "right" });
  }
}

/** Colour, weight and dash of each kind of line; the same on canvas, in leaders and on tags. */
export function lineStyle(role: LineRole, theme: ChartTheme): Pen {
  switch (role) {
    case "entry":
      return { color: theme.accent, width: 1.5, dash: [] };
    case "breakout":
      return { color: theme.accent, width: 1.5, dash: [2, 3] };
    case "target":
      return { color: theme.up, width: 1.5, dash: [] };
    case "invalidation":
      return { color: theme.down, width: 1.5, dash: [6, 3] };
    case "price":
      return { color: theme.ink, width: 1, dash: [1, 2] };
    case "level":
      return { color: theme.text3, width: 1, dash: [] };
  }
}

function paintLine(
  ctx: Context,
  line: { role: LineRole; y: number },
  { scene, theme }: { scene: Scene; theme: ChartTheme },
): void {
  if (line.role === "level" || scene.nowX >= scene.right) return;
  rule(ctx, lineStyle(line.role, theme), [
    { x: scene.nowX + 1, y: line.y },
    { x: scene.right, y: line.y },
  ]);
}

interface Pen {
  color: string;
  width: number;
  dash: number[];
}

/** A straight line that covers whole pixels of the screen, whatever its scale. */
function rule(ctx: Context, pen: Pen, [from, to]: [{ x: number; y: number }, { x: number; y: number }]): void {
  const scale = ctx.getTransform().a || 1;
  const thick = Math.max(1, Math.round(pen.width * scale));
  const snap = (value: number) => (Math.round(value * scale) + (thick % 2) / 2) / scale;
  const level = from.y === to.y;
  ctx.strokeStyle = pen.color;
  ctx.lineWidth = thick / scale;
  ctx.setLineDash(pen.dash);
  ctx.beginPath();
  ctx.moveTo(level ? from.x : snap(from.x), level ? snap(from.y) : from.y);
  ctx.lineTo(level ? to.x : snap(to.x), level ? snap(to.y) : to.y);
  ctx.stroke();
}

interface Words {
  x: number;
  y: number;
  color: string;
  theme: ChartTheme;
  align?: CanvasTextAlign;
}

/** Text with a halo of the ground's colour, so that it can be read over candles. */
function write(ctx: Context, text: string, { x, y, color, theme, align = "left" }: Words): void {
  ctx.font = `${LABEL}px ${theme.font}`;
  ctx.textAlign = align;
  ctx.textBaseline = "middle";
  ctx.setLineDash([]);
  ctx.lineJoin = "round";
  ctx.lineWidth = 3.5;
  ctx.strokeStyle = fade(theme.panel, 0.9);
  ctx.strokeText(text, x, y);
  ctx.fillStyle = color;
  ctx.fillText(text, x, y);
}
