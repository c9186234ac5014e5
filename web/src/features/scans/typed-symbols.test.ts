import { describe, expect, it } from "vitest";
import type { SymbolHit } from "../../lib/api-model.ts";
import { isSeveral, meant, splitSymbols } from "./typed-symbols.ts";

const hit = (symbol: string): SymbolHit => {
  const [base = "", quote = ""] = symbol.split("/");
  return { symbol, base, quote, venue: "sandbox", last: null, change24h: null, tick: 0.01, lot: 0.001 };
};

describe("typed coins", () => {
  it("may be parted by commas, spaces, line ends or semicolons, and are taken once each", () => {
    expect(splitSymbols(" btc, ETH  sol;\nbtc|xrp ")).toEqual(["BTC", "ETH", "SOL", "XRP"]);
  });

  it("may be whole pairs", () => {
    expect(splitSymbols("BTC/USDT eth-usdt BNBUSDT")).toEqual(["BTC/USDT", "ETH-USDT", "BNBUSDT"]);
  });

  it("are several as soon as there are two of them", () => {
    expect(isSeveral("btc")).toBe(false);
    expect(isSeveral("btc,")).toBe(false);
    expect(isSeveral("btc,eth")).toBe(true);
  });
});

describe("what is meant", () => {
  const hits = [hit("BTC/USDT"), hit("BTC/IDR"), hit("BTCST/USDT")];

  it("is the coin in the first currency that the venue lists", () => {
    expect(meant("BTC", hits)?.symbol).toBe("BTC/USDT");
  });

  it("is the very pair where one was written", () => {
    expect(meant("BTC-IDR", hits)?.symbol).toBe("BTC/IDR");
    expect(meant("BTCIDR", hits)?.symbol).toBe("BTC/IDR");
  });

  it("is nothing where the name only begins alike: that would add another coin", () => {
    expect(meant("BTCS", hits)).toBeNull();
    expect(meant("ETH", hits)).toBeNull();
  });
});
