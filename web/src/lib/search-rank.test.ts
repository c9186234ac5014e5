import { describe, expect, it } from "vitest";
import { emphasis, ranked, symbolRank } from "./search-rank.ts";

const symbol = (pair: string) => {
  const [base = "", quote = ""] = pair.split("/");
  return { pair, base, quote };
};

function order(typed: string, pairs: string[]): string[] {
  return pairs
    .map(symbol)
    .filter((each) => symbolRank(typed, each) > 0)
    .sort((a, b) => symbolRank(typed, b) - symbolRank(typed, a))
    .map((each) => each.pair);
}

describe("ranking symbols", () => {
  it("puts the exact coin first, then beginnings, then the rest", () => {
    expect(order("eth", ["BETH/USDT", "ETHW/USDT", "ETH/USDT", "BTC/USDT"])).toEqual(["ETH/USDT", "ETHW/USDT", "BETH/USDT"]);
  });

  it("understands every way to write a pair", () => {
    for (const typed of ["btcusdt", "BTC/USDT", "btc-usdt", " btc usdt "]) {
      expect(order(typed, ["BTC/USDC", "BTC/USDT"])[0]).toBe("BTC/USDT");
    }
  });

  it("finds nothing where nothing fits", () => {
    expect(order("pengaturan", ["BTC/USDT", "ETH/USDT"])).toEqual([]);
  });
});

describe("ranking commands", () => {
  const commands = ["Pengaturan: Keamanan", "Keluar", "Analisa", "Pengaturan: Koneksi pasar"];

  it("prefers beginnings of words and keeps the given order among equals", () => {
    expect(ranked("ke", commands, String)).toEqual(["Keluar", "Pengaturan: Keamanan"]);
    expect(ranked("pengaturan", commands, String)).toEqual(["Pengaturan: Keamanan", "Pengaturan: Koneksi pasar"]);
  });

  it("needs all words, in any order", () => {
    expect(ranked("pasar pengaturan", commands, String)).toEqual(["Pengaturan: Koneksi pasar"]);
    expect(ranked("pasar zzz", commands, String)).toEqual([]);
  });

  it("offers everything when nothing is typed", () => {
    expect(ranked("", commands, String)).toEqual(commands);
  });
});

describe("emphasis", () => {
  it("marks what was typed without changing the text", () => {
    expect(emphasis("eth", "ETH/USDT v2")).toEqual(["", "ETH", "/USDT v2"]);
    expect(emphasis("usd", "ETH/USDT").join("")).toBe("ETH/USDT");
    expect(emphasis("", "ETH")).toEqual(["ETH", "", ""]);
  });
});
