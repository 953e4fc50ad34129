"""What is in a picture's file: heads, text in PNG, pixels, thumbnails, perceptual hashes and looks.

In: bytes or an open file. Out: plain records and arrays. Nothing here knows what a person said of a picture.
"""
