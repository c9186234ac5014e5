"""Answers that stay the same until somebody means to change them."""
