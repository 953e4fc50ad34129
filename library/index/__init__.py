"""SQLite: the one index, its writer thread and readers, its tables and migrations, and rows as records.

In: records and statements. Out: records. The files are the truth: what is here can be made again from them.
"""
