"""Pages of the budget, of what is spent and forecast of it, and of the outturn."""
