"""Small workbooks, each showing one thing that real files do, with what becomes of it beside it."""
