"""Django's PostgreSQL backend over a server of the portal's own, kept under `var/`.

The server starts with a process's first connection, is shared by every process that uses
the same folder, and stops when the last of them has ended, however it ended.
"""
