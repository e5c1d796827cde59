"""Pages of awards and match funding."""
