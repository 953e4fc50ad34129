"""The form of a scene: its words, the saying, how it is to be drawn.

In: what is typed and chosen. Out: a Scene, or which field is wrong and why (`field_values.FieldWrong`).
"""
