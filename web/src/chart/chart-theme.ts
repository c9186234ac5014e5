/** The chart draws on canvas and so must be told the tokens that CSS knows by name. */

export interface ChartTheme {
  panel: string;
  raised: string;
  line: string;
  control: string;
  ink: string;
  text2: string;
  text3: string;
  accent: string;
  up: string;
  down: string;
  /** Strengths of the neutral family, which differ between light and dark. */
  alpha: { ema20: number; ema50: number; ema200: number; band: number };
  font: string;
}

/** Read the tokens as they stand at `element` now. */
export function readChartTheme(element: HTMLElement): ChartTheme {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  const share = (name: string) => Number.parseFloat(token(name)) / 100 || 0.5;
  return {
    panel: token("panel"),
    raised: token("raised"),
    line: token("line"),
    control: token("control"),
    ink: token("ink"),
    text2: token("ink-2"),
    text3: token("ink-3"),
    accent: token("accent"),
    up: token("up"),
    down: token("down"),
    alpha: { ema20: share("ema-20"), ema50: share("ema-50"), ema200: share("ema-200"), band: share("band-line") },
    font: style.fontFamily,
  };
}

/** `#4FC08D` at 22 % → `rgba(79, 192, 141, 0.22)`. */
export function fade(color: string, alpha: number): string {
  const [red, green, blue] = channels(color);
  return `rgba(${red}, ${green}, ${blue}, ${alpha})`;
}

function channels(color: string): [number, number, number] {
  const hex = color.trim().replace("#", "");
  const long = hex.length === 3 ? [...hex].map((digit) => digit + digit).join("") : hex;
  const value = Number.parseInt(long.slice(0, 6), 16);
  if (long.length < 6 || Number.isNaN(value)) return [128, 128, 128];
  return [(value >> 16) & 255, (value >> 8) & 255, value & 255];
}
