import { expect, it } from "vitest";
import { browserOf } from "./browser-name.ts";

it("tells browsers and systems apart, and shows the beginning of others", () => {
  expect(browserOf("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36")).toBe("Chrome · Linux");
  expect(browserOf("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Mobile/15E148 Safari/604.1")).toBe("Safari · iOS");
  expect(browserOf("Mozilla/5.0 (Windows NT 10.0; Win64) AppleWebKit/537.36 Chrome/155.0 Safari/537.36 Edg/155.0")).toBe("Edge · Windows");
  expect(browserOf("curl/8.5.0")).toBe("curl/8.5.0");
});
