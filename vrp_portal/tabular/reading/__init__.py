"""Reading spreadsheets that people send: within limits, as typed cells, and each cell as it was meant."""
