"""Documents that people read: what they are made of, and how they are written as DOCX, PDF and HTML."""
