"""Jobs that are never lost: the desk with its queue, who runs what where, how far it is, and what is tried again.

In: recipes. Out: pictures in the library, and a Change for each thing that a person should see. `states.move` alone
moves a job.
"""
