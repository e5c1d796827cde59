"""The pages on which files come in and tables go out."""
