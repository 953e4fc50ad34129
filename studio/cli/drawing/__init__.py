"""Commands that draw, and that look after what is on its way.

In: arguments. Out: pictures in the library, lines or JSON, and an exit status.
"""
