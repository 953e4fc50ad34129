"""What leads a person through the studio: the menu of all that can be done, the help, jumping by letters.

In: the rooms and their keys. Out: windows over whatever is in sight, opened by `screens.navigation`.
"""
