"""What scenes are made from, as a person sees and changes it: the cast and the plates, a room each.

They take what `studio.cast` and `studio.scenes.plates` read and write, and know nothing of each other but by keys that
lead from one to the other through the app.
"""
