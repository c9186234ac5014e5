/** The two currencies of a symbol: BTC/USDT is BTC, paid for in USDT. */
export function currencies(symbol: string): { base: string; quote: string } {
  const [base = symbol, quote = ""] = symbol.split("/");
  return { base, quote };
}
