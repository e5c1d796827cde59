"""One module for each kind of file; each writes a Sheet to a binary stream."""
