import { createServer } from "node:http";
import { answer } from "./fixture-answers.mjs";

/**
 * Answers the API with sample data so that the page can be developed and tested without the Python server.
 * Not part of the product: nothing here is built or shipped. Start it with `npm run dev:fixture`.
 */
export function startFixtureServer({ port = 8000, host = "127.0.0.1" } = {}) {
  const world = { signedIn: true, changes: {}, tokens: [], asked: [] };
  const server = createServer((request, response) => {
    const chunks = [];
    request.on("data", (chunk) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", `http://${request.headers.host}`);
      const body = chunks.length ? JSON.parse(Buffer.concat(chunks).toString()) : undefined;
      world.asked.push({ method: request.method, path: url.pathname, headers: request.headers, body });
      const { status = 200, data, error, headers = {}, raw } = answer(request.method ?? "GET", url, body, world);
      const timestamp = new Date().toISOString();
      const envelope = error ? { status: "error", ...error, timestamp } : { status: "success", data, timestamp };
      response.writeHead(status, { "Content-Type": raw ? "text/html" : "application/json", ...headers });
      response.end(raw ?? JSON.stringify(envelope));
    });
  });
  return new Promise((resolve) => {
    server.listen(port, host, () => {
      const address = server.address();
      resolve({ url: `http://${host}:${address.port}`, world, stop: () => new Promise((done) => server.close(done)) });
    });
  });
}

if (process.argv[1]?.endsWith("fixture-server.mjs")) {
  const { url } = await startFixtureServer({ port: Number(process.env.PORT ?? 8000) });
  console.log(`Sample API on ${url}`);
}
