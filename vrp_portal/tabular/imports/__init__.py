"""From a sheet that somebody sent to rows that a form can judge.

`layout` finds the headings and what each column is, `rows` takes the rows out and checks the totals under
them, and `importer` is what each domain extends: it says which record a row is about, and which form judges
it.
"""
