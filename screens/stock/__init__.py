"""What scenes are made from, and what is trained, as a person sees and changes it: the cast, the plates, the datasets.

They take what `studio.cast`, `studio.scenes.plates` and `studio.datasets` read and write, and know nothing of each
other but by keys that lead from one to the other through the app.
"""
