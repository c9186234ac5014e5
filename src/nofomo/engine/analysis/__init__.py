"""Scores, levels and plans out of closed candles: the SPOT I analysis."""
