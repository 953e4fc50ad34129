"""Pictures of other programs where they lie: walked, read, taken into the index in batches, watched, prepared, missed.

In: folders of a person. Out: rows, and what was refused with the reason. The folders' files are never changed nor
moved.
"""
