/** The sample data and the little rules behind the fixture server. */

const minutesAgo = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
const uuid = (number) => `019e2f00-0000-7000-8000-${String(number).padStart(12, "0")}`;

const PROFILE = ["language", "timezone", "theme", "palette"];
const USER = {
  id: uuid(1),
  email: "rina.wijaya@example.org",
  role: "owner",
  language: "id",
  timezone: "Asia/Jakarta",
  theme: "dark",
  palette: "normal",
  hasPassword: false,
  hasSecondFactor: false,
};
const PREFERENCES = {
  venue: "sandbox",
  timeframes: ["4h", "1h", "15m"],
  riskPct: 0.5,
  mode: "auto",
  tp3: false,
  equity: 5000,
  currency: "USDT",
  tradingHours: { from: "07:00", to: "23:00" },
  strictGates: false,
};
const BASES = [
  ["BTC", 73113.71, 0.01, 0.00001],
  ["ETH", 3996.02, 0.01, 0.0001],
  ["BNB", 601.4, 0.1, 0.001],
  ["SOL", 165.99, 0.01, 0.01],
  ["XRP", 0.6872, 0.0001, 0.1],
  ["DOGE", 0.16765, 0.00001, 1],
  ["ADA", 0.7421, 0.0001, 0.1],
  ["OP", 4.438, 0.001, 0.01],
  ["SUI", 1.6624, 0.0001, 0.1],
  ["LINK", 20.91, 0.01, 0.01],
  ["AVAX", 54.3, 0.01, 0.01],
  ["TRX", 0.1242, 0.0001, 0.1],
];
const SYMBOLS = BASES.map(([base, last, tick, lot], index) => ({
  symbol: `${base}/USDT`,
  base,
  quote: "USDT",
  venue: "sandbox",
  last,
  change24h: Math.round(Math.sin(index * 2.1) * 300) / 10_000,
  tick,
  lot,
}));
const VENUES = [
  { name: "sandbox", title: "Demo", kind: "demo" },
  ...["Binance", "Bybit", "OKX", "Indodax", "Tokocrypto", "Kraken", "KuCoin", "Gate", "Bitget", "MEXC", "HTX", "Coinbase", "Bitstamp", "Bitfinex"].map((title) => ({
    name: title.toLowerCase(),
    title,
    kind: "live",
  })),
  { name: "file", title: "File", kind: "file" },
];
const PLANS = [3, 2, 1].map((version) => ({
  planId: uuid(100 + version),
  version,
  symbol: version === 2 ? "ETH/USDT" : "BTC/USDT",
  venue: "sandbox",
  timeframes: ["4h", "1h", "15m"],
  action: ["TRADE", "NO_TRADE", "WAIT"][version % 3],
  score: 20 + version * 7,
  price: 73113.71,
  createdAt: minutesAgo(70 * (4 - version)),
  validUntil: minutesAgo(-240),
  pullback: [72960, 72790],
  breakout: null,
  note: "",
}));

function me(world) {
  const profile = Object.entries(world.changes).filter(([name]) => PROFILE.includes(name));
  const rest = Object.entries(world.changes).filter(([name]) => !PROFILE.includes(name));
  const preferences = { ...PREFERENCES, ...Object.fromEntries(rest) };
  const venue = VENUES.find((each) => each.name === preferences.venue) ?? VENUES[0];
  return {
    user: { ...USER, ...Object.fromEntries(profile) },
    preferences,
    quota: { used: 3, limit: 30, resetsAt: new Date(new Date().setUTCHours(17, 0, 0, 0)).toISOString(), cooldownUntil: null, cooldownS: 15 },
    venue: { name: venue.name, kind: venue.kind, state: "up", latencyMs: venue.kind === "demo" ? 3 : 84, clockOffsetMs: 4, pausedUntil: null, problem: null },
  };
}

function testVenue({ venue }) {
  if (venue === "binance") {
    const problem = { code: "VENUE_BLOCKED", message: "HTTP 451 from api.binance.com", advice: "Set a proxy." };
    return { ok: false, latencyMs: null, clockOffsetMs: null, symbols: null, problem };
  }
  const clock = { code: "CLOCK_OFFSET", message: "The clocks differ.", advice: "Set the clock." };
  const far = venue === "kraken";
  return { ok: true, latencyMs: 84, clockOffsetMs: far ? 3400 : 12, symbols: 1873, problem: far ? clock : null };
}

const SESSIONS = [
  { id: uuid(11), openedBy: "sign_in", createdAt: minutesAgo(60), lastSeenAt: minutesAgo(0), expiresAt: minutesAgo(-40_000), userAgent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/156.0 Safari/537.36", ip: "127.0.0.1", current: true },
  { id: uuid(12), openedBy: "password", createdAt: minutesAgo(3000), lastSeenAt: minutesAgo(42), expiresAt: minutesAgo(-39_000), userAgent: "Mozilla/5.0 (Linux; Android 15) Chrome/155.0 Mobile Safari/537.36", ip: "203.0.113.x", current: false },
];
const PEOPLE = [
  { id: USER.id, email: USER.email, role: "owner", hasPassword: false, hasSecondFactor: false, disabled: false, signedInAt: minutesAgo(60), createdAt: minutesAgo(90_000) },
  { id: uuid(2), email: "budi@example.org", role: "user", hasPassword: true, hasSecondFactor: false, disabled: false, signedInAt: minutesAgo(2000), createdAt: minutesAgo(80_000) },
  { id: uuid(3), email: "sari@example.org", role: "admin", hasPassword: true, hasSecondFactor: true, disabled: true, signedInAt: null, createdAt: minutesAgo(70_000) },
];

const oneTimeLink = () => ({ link: `http://127.0.0.1:8000/auth/redeem?token=${"k".repeat(43)}`, expiresAt: minutesAgo(-10_080), mailed: false });
const refuse = (status, code, message, more = {}) => ({ status, error: { code, message, details: more.details ?? {} }, headers: more.headers ?? {} });

const ROUTES = {
  "GET /api/me": (_url, _body, world) => ({ data: me(world) }),
  "PUT /api/me/preferences": (_url, body, world) => {
    Object.assign(world.changes, body);
    const { user, preferences } = me(world);
    return { data: { user, preferences } };
  },
  "GET /api/symbols": (url) => {
    const wanted = (url.searchParams.get("q") ?? "").toUpperCase();
    return { data: SYMBOLS.filter((each) => each.symbol.replace("/", "").includes(wanted.replace("/", ""))) };
  },
  "GET /api/venues": () => ({ data: VENUES }),
  "POST /api/venues/test": (_url, body) => ({ data: testVenue(body) }),
  "GET /api/plans": () => ({ data: { plans: PLANS, total: PLANS.length } }),
  "GET /api/taken": () => ({ data: [] }),
  "GET /api/me/sessions": () => ({ data: SESSIONS }),
  "DELETE /api/me/sessions": () => ({ data: { ended: 1 } }),
  "GET /api/me/tokens": (_url, _body, world) => ({ data: world.tokens }),
  "POST /api/me/tokens": (_url, body, world) => {
    const token = { id: uuid(50 + world.tokens.length), name: body.name, prefix: "nfm_Q7xk", scopes: body.scopes, createdAt: minutesAgo(0), lastUsedAt: null, expiresAt: minutesAgo(-129_600) };
    world.tokens.push(token);
    return { status: 201, data: { ...token, token: `nfm_${"Q7xk".repeat(10)}` } };
  },
  "GET /api/users": () => ({ data: PEOPLE }),
  "POST /api/users/invite": () => ({ status: 201, data: oneTimeLink() }),
  "POST /api/me/password": () => ({ data: { changed: true } }),
  "POST /api/me/totp": () => ({ data: { secret: "JBSWY3DPEHPK3PXP", uri: "otpauth://totp/NoFOMO:rina?secret=JBSWY3DPEHPK3PXP" } }),
  "POST /api/me/totp/confirm": () => ({ data: { recoveryCodes: ["k3f9-2m1x", "p0a7-zz4q", "b8c2-1n5t"] } }),
  "POST /api/auth/magic-link": () => ({ status: 202, data: { sent: true, via: "terminal" } }),
  "POST /api/auth/logout": (_url, _body, world) => {
    world.signedIn = false;
    return { data: { signedOut: true } };
  },
  "POST /api/auth/login": (_url, body, world) => {
    if (body.password !== "three quiet words") return refuse(401, "SIGN_IN_FAILED", "E-mail or password is wrong.");
    world.signedIn = true;
    return { data: { user: USER } };
  },
  "POST /api/auth/redeem": (_url, body, world) => {
    if (body.token === "used") return refuse(409, "LINK_USED", "This link was used or replaced. Ask for a new one.");
    world.signedIn = true;
    return { data: { user: USER } };
  },
  "GET /api/test/limited": () => refuse(429, "COOLDOWN", "Wait.", { headers: { "Retry-After": "12" }, details: { seconds: 12 } }),
  "GET /api/test/html": () => ({ status: 502, raw: "<h1>Bad gateway</h1>" }),
};

/** What the server would say. */
export function answer(method, url, body, world) {
  if (!world.signedIn && !url.pathname.startsWith("/api/auth/")) return refuse(401, "UNAUTHENTICATED", "Sign in first.");
  const route = ROUTES[`${method} ${url.pathname}`];
  if (route) return route(url, body, world);
  if (method === "DELETE" && url.pathname.startsWith("/api/me/")) return { data: { ended: 1, deleted: true } };
  if (url.pathname.endsWith("/reset")) return { data: oneTimeLink() };
  return refuse(404, "NOT_FOUND", `There is no ${method} ${url.pathname}.`);
}
