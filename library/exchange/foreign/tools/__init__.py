"""The programs that write what they drew in a form of their own, a module each: `is_given` and `read`.

In: the texts of a picture by keyword. Out: `ForeignFacts`, or ForeignUnreadable of what claims to be theirs.
"""
