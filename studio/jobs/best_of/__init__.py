"""The best of a batch: looked for when its last job has ended, whoever waits for it.

In: the jobs of a batch of which somebody wants the best, and the cast. Out: a Rank in the notice of each job that drew
something, and a pick on the best picture. What makes one better than another is `studio.pictures.best`.
"""
