"""Files and index brought together again: check, mend, rebuild, backup.

In: a library's folder. Out: findings, and an index that says what the files say. No picture is deleted.
"""
