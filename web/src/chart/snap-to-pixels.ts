/**
 * Move an element by less than a pixel so that its canvases start on whole pixels of the screen. At 125 or 150 % a canvas
 * that starts between two is drawn blurred.
 */
export function snapToPixels(element: HTMLElement): void {
  element.style.translate = "";
  const scale = window.devicePixelRatio || 1;
  const { left, top } = element.getBoundingClientRect();
  const off = (position: number) => (Math.round(position * scale) - position * scale) / scale;
  const [x, y] = [off(left + window.scrollX), off(top + window.scrollY)];
  element.style.translate = x === 0 && y === 0 ? "" : `${x}px ${y}px`;
}
