/** Bars stand on a grid of indices; moments between or after them have fractional ones. */

/** The index at which moment `t` begins: 0 = the open of the first bar, fractions inside a bar, growing past the last. */
export function indexAt(ts: readonly number[], step: number, t: number): number {
  const last = ts.length - 1;
  const first = ts[0];
  const end = ts[last];
  if (first === undefined || end === undefined) return 0;
  if (t >= end) return last + (t - end) / step;
  if (t <= first) return (t - first) / step;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((ts[middle] ?? 0) <= t) low = middle;
    else high = middle;
  }
  return low + Math.min(1, (t - (ts[low] ?? 0)) / step);
}

/** The open times after the last bar, up to `until`, at least `least` of them so that the strip can be seen. */
export function futureTimes(
  lastOpen: number,
  step: number,
  { until, least }: { until: number; least: number },
): number[] {
  const wanted = Math.max(least, Math.ceil((until - lastOpen - step) / step));
  return Array.from({ length: Math.max(0, wanted) }, (_, i) => lastOpen + (i + 1) * step);
}

/** How many closed bars lie wholly before moment `t`. */
export function barsBefore(ts: readonly number[], step: number, t: number): number {
  let count = ts.length;
  while (count > 0 && (ts[count - 1] ?? 0) + step > t) count -= 1;
  return count;
}
