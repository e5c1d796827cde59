"""Files that belong to a record: judged by their content, kept outside the database, given out to be kept."""
