"""From a recipe back: to a scene, to another engine's recipe, to a command, to what tells two apart.

In: recipes and the stock. Out: scenes, recipes, texts.
"""
