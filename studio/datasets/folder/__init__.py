"""The folder of a dataset on the disk: read as other tools left it, written whole or not at all, taken back.

In: a folder. Out: a Dataset, its captions, what another hand changed; changes of it that can be undone.
"""
