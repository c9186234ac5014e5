"""What can be asked of the market, by subject."""
