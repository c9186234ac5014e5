import { describe, expect, it } from "vitest";
import { Format } from "../../lib/format.ts";
import { findPrices, gluePieces, orderPrice, planPrice, priceReader } from "./price-text.ts";

const id = new Format("id", "Asia/Jakarta");
const en = new Format("en", "Asia/Jakarta");

describe("prices on the page", () => {
  it("are written as the analysis text writes them", () => {
    expect(planPrice(id, 72960, 2)).toBe("72.960");
    expect(planPrice(en, 73113.71, 2)).toBe("73,113.7");
    expect(planPrice(id, 612.5, 2)).toBe("612,50");
    expect(planPrice(id, 0.61, 4)).toBe("0,6100");
    expect(planPrice(id, 0.00001234, 8)).toBe("0,00001234");
  });

  it("are copied with all digits of the tick and a point", () => {
    expect(orderPrice(72960, 2)).toBe("72960.00");
    expect(orderPrice(0.61, 4)).toBe("0.6100");
  });
});

describe("prices in sentences", () => {
  const reader = priceReader(new Map([["72.960", 72960]]), id, { price: 73113.71, digits: 2 });
  const found = (sentence: string) =>
    findPrices(sentence, reader).flatMap((piece) => (piece.price === undefined ? [] : [piece.price]));

  it("are found where the analysis names them or where they can be nothing else", () => {
    expect(found("Bullish selama bertahan di atas 72.960.")).toEqual([72960]);
    expect(found("Daily di atas EMA20 D1 (64.210).")).toEqual([64210]);
  });

  it("are not percentages, ratios, readings or times", () => {
    expect(found("RSI 15m 55,1, volume 1,12×, TP1 1,24R, turun 4,71%, pukul 19.30, 373 BTC")).toEqual([]);
    const low = priceReader(new Map(), id, { price: 55, digits: 2 });
    expect(findPrices("RSI 15m 55,1", low)).toEqual([{ text: "RSI 15m 55,1" }]);
  });

  it("leave every character of the sentence where it was", () => {
    const sentence = "Beli 72.960 (60%), lalu (72.960).";
    expect(
      findPrices(sentence, reader)
        .map((piece) => piece.text)
        .join(""),
    ).toBe(sentence);
    expect(
      gluePieces(findPrices(sentence, reader))
        .flat()
        .map((piece) => piece.text)
        .join(""),
    ).toBe(sentence);
  });

  it("keep their brackets and full stops when a line breaks", () => {
    const groups = gluePieces(findPrices("di (72.960). Lalu", reader));
    expect(groups.map((group) => group.map((piece) => piece.text))).toEqual([
      ["di "],
      ["(", "72.960", "). "],
      ["Lalu"],
    ]);
  });
});
