"""What the studio does, with no terminal: from a scene in words to a lettered picture in the library."""
