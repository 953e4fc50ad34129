"""Plates of a person's own: their pictures by day and by night, their entries in `plates.toml`, which scenes take them.

What a plate is stands in `studio.scenes.stock`, which one a scene takes in `studio.scenes.names.plate_choice`; pixels
are `studio.pictures.plates`', drawing one by an engine `studio.plate_drawing`'s.
"""
