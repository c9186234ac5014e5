"""The one fill model (DESIGN, section 4): what orders would have become on candles. Pure: candles in, facts out."""
