"""The analyser over recorded markets: `python -m tests.campaign.replay`."""
