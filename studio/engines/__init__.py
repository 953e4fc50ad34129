"""The engines that the settings name: made when they are first needed, chosen, and asked how they would draw.

In: settings and recipes. Out: engines of `backends`, and warnings before anything is sent.
"""
