"""One declaration of a table makes the page and the files.

`columns` and `tables` declare it, `sheet` takes every row out of it as typed values, `writers` put
a sheet into CSV, XLSX or ODS, and `exports` answers a view's request for one.
"""
