"""The room of audit and verify: a disclosure against itself, claims against the tables.  Empty in this version."""
