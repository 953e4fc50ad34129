"""Replicate: models that run on somebody else's machines, LoRAs of one's own among them.

In: requests that were fitted to a model. Out: predictions on the wire, and what their answers mean. What a model takes
is read from its own schema (`inputs`), and what each input is for from its name (`roles`); the table of models has the
same for when nobody can be asked.
"""
