"""The doctor: looks at everything the studio stands on, and says how to mend what is not in order.

In: settings, the library's folder, servers, the terminal. Out: findings, each with a remedy.
"""
