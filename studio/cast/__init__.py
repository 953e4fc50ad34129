"""The cast: who the characters are, how they are read and written, and who of them a text names.

In: `cast.toml`, shipped and a person's own. Out: frozen Characters, with what their entries leave open filled in, and
new entries in the person's own file. It knows no scene: `studio.scenes` stands on it.
"""
