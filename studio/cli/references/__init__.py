"""`studio cast references` and `studio cast coverage`: what a member's references show, what is drawn, what is picked.

In: arguments. Out: what stands in the cast, jobs at the desk, lines on stdout.
"""
