"""The pages of allocation tables: the table and its files, tables kept under a name, and ledger files."""
