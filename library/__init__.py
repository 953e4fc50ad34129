"""What is kept: the index, the files, the thumbnails, and the metadata inside pictures."""
