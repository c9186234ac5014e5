import type { EventMark, LineRole } from "./chart-model.ts";

/** The overlay once every price and moment has become a pixel: all that the painter needs. */
export interface Scene {
  compact: boolean;
  /** Where the past ends and the plan begins. */
  nowX: number;
  /** Where validity ends (held at the right edge). */
  endX: number;
  right: number;
  zones: SceneZone[];
  /** Outline of the area between the bands, upper edge forth and lower edge back. */
  band: Point[];
  box: { left: number; right: number; top: number; bottom: number; label: string } | null;
  lines: { role: LineRole; y: number }[];
  labels: { text: string; x: number; y: number }[];
  /** What the version is called beside the moment it was made. */
  name: string;
  older: { name: string; x: number; lines: SceneOlderLine[] }[];
  marks: { kind: EventMark["kind"]; x: number; y: number }[];
}

export interface SceneOlderLine {
  label: string;
  y: number;
  /** Where its words stand; null where a line of the newer plan already names the price. */
  labelY: number | null;
}

export interface SceneZone {
  name: string;
  label: string;
  top: number;
  bottom: number;
  strength: number;
  labelY: number;
}

export interface Point {
  x: number;
  y: number;
}
