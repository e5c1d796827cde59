"""Measurements of the portal, as ratios within one run: `python -m bench`."""
