"""From what a person wrote to recipes: the cast and the stock, the scene understood, the prompt, the plan, grids.

In: a Scene and the Stock. Out: frozen recipes, and a recipe as an engine's request.
"""
