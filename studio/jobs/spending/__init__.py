"""What jobs cost: reserved before a paid engine is asked, held where a cap would be passed, settled by what it answers.

In: jobs that are about to be sent, and how they ended. Out: charges in the library, and jobs that wait for a person's
word. `caps` decides and is pure, `words` says it, `charging` does it for a desk.
"""
