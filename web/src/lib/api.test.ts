import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startFixtureServer } from "../../dev/fixture-server.mjs";
import { api, ApiError, whenSignedOut, withQuery } from "./api.ts";
import { serverNow, setDeviceClock } from "./clock.ts";
import { explain } from "./errors.ts";
import { setLanguage } from "./i18n.ts";

type Server = Awaited<ReturnType<typeof startFixtureServer>>;
const reachNetwork = globalThis.fetch;
let server: Server;

async function failureOf(promise: Promise<unknown>): Promise<ApiError> {
  const error = await promise.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(ApiError);
  return error as ApiError;
}

beforeAll(async () => {
  server = await startFixtureServer({ port: 0 });
  // A page knows where it came from; here paths are joined to the server's address.
  globalThis.fetch = (path, init) => reachNetwork(new URL(String(path), server.url), init);
});

afterAll(async () => {
  globalThis.fetch = reachNetwork;
  await server.stop();
});

describe("the API client", () => {
  it("gives what is inside the envelope and sends the header that other sites cannot", async () => {
    const me = await api.get<{ user: { email: string } }>("/api/me");
    expect(me.user.email).toContain("@");
    await api.put("/api/me/preferences", { theme: "light" });
    const asked = server.world.asked.at(-1);
    expect(asked?.headers["x-nofomo"]).toBe("1");
    expect(asked?.headers["content-type"]).toBe("application/json");
    expect(asked?.body).toEqual({ theme: "light" });
  });

  it("tells 200 from 202", async () => {
    const { status } = await api.postWithStatus("/api/auth/magic-link", { email: "a@example.org" });
    expect(status).toBe(202);
  });

  it("turns a refusal into an error with code, details and seconds to wait", async () => {
    const error = await failureOf(api.get("/api/test/limited"));
    expect(error).toMatchObject({ code: "COOLDOWN", status: 429, retryAfter: 12, details: { seconds: 12 } });
    setLanguage("id");
    expect(explain(error).text).toBe("Jeda 12 dtk sebelum analisa berikutnya.");
    setLanguage("en");
    expect(explain(error).text).toBe("12 s until the next analysis.");
  });

  it("shows the server's own message for a code it does not know", async () => {
    const said = explain(new ApiError("SOMETHING_NEW", "Turn it off and on.", 409));
    expect(said).toEqual({ text: "Turn it off and on.", code: "SOMETHING_NEW", message: "" });
  });

  it("names what a proxy answered instead of the server", async () => {
    expect(await failureOf(api.get("/api/test/html"))).toMatchObject({ code: "SERVER_UNREACHABLE", status: 502 });
  });

  it("says when the network is gone, and passes cancelling on", async () => {
    const here = globalThis.fetch;
    globalThis.fetch = (_path, init) => reachNetwork("http://127.0.0.1:1/nobody", init);
    expect((await failureOf(api.get("/api/me"))).code).toBe("OFFLINE");
    globalThis.fetch = here;
    const stop = new AbortController();
    stop.abort();
    await expect(api.get("/api/me", {}, stop.signal)).rejects.toMatchObject({ name: "AbortError" });
  });

  it("reports a lost session, but not a wrong password", async () => {
    let lost = 0;
    whenSignedOut(() => lost++);
    await failureOf(api.post("/api/auth/login", { email: "a@example.org", password: "wrong" }));
    expect(lost).toBe(0);
    await api.post("/api/auth/logout");
    expect((await failureOf(api.get("/api/me"))).status).toBe(401);
    expect(lost).toBe(1);
    await api.post("/api/auth/redeem", { token: "fresh" });
    await api.get("/api/me");
  });

  it("learns the server's time from every answer, refusals too", async () => {
    setDeviceClock(() => Date.now() - 5 * 3_600_000);
    await failureOf(api.get("/api/test/limited"));
    expect(Math.abs(serverNow() - Date.now())).toBeLessThan(1_000);
    setDeviceClock(() => Date.now());
  });

  it("leaves empty values out of the query and escapes the rest", () => {
    expect(withQuery("/api/plans", { symbol: "BTC/USDT", venue: undefined, limit: 5, before: null })).toBe("/api/plans?symbol=BTC%2FUSDT&limit=5");
    expect(withQuery("/api/plans", {})).toBe("/api/plans");
  });
});
