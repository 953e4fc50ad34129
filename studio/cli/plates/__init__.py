"""`studio plate`: the backgrounds of scenes, shipped and a person's own."""
