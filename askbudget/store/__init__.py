"""The SQLite library: documents in, the same documents and read-only SELECTs out.

The only place that opens a database.  ``write.save`` puts a document in, ``read.Reader`` gives it back.
Imports nothing by itself: asking must not pay for writing.
"""
