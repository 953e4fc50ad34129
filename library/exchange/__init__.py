"""What pictures and the files beside them say in the forms of other programs: XMP, EXIF, IPTC, generation data.

In: texts of `library.formats`, sidecars. Out: judgements, dates, facts of how a picture was drawn; and XMP that others
read.
"""
