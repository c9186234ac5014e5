"""The words everyone shares: instrument, timeframe, candles, money, plan, errors."""
