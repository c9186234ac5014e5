import type { ServerFile } from "./api.ts";

/** Hand a file to the browser, as if its link had been pressed. */
export function saveFile({ blob, name }: ServerFile): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
