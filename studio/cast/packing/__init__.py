"""A member of the cast as one file: `NAME.milo.zip` written and read, and what `.char` files of Inline Studio share.

In: a Character with its pictures, or the path of such a file. Out: a file; or a Character whose pictures and LoRAs lie
in the settings folder, with its entry in `cast.toml`. Nothing is unpacked under a name that stands in a file: names in
it say which bytes are meant, and no more.
"""
