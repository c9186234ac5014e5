/** A reason ends with the points that it brought: "RSI 1h 47,4 (+3)". */
const POINTS = /\s*\(([+−-]?)(\d+)\)$/;

/** The reasons that count, without their points; where none does, the first that say why. */
export function gist(reasons: readonly string[]): string {
  const counted = reasons.filter((reason) => Number(POINTS.exec(reason)?.[2] ?? 1) !== 0);
  const said = counted.length > 0 ? counted : reasons.slice(0, 2);
  return said.map((reason) => reason.replace(POINTS, "")).join("; ");
}
