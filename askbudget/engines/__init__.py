"""The room of SQL engines beside SQLite, for large libraries.  Empty in this version."""
