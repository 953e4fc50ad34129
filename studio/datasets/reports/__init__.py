"""What will come of training with a dataset, said before it costs anything; what is held out; ZIPs for trainers.

In: a Dataset as its folder stands. Out: findings with what would help, a split, a ZIP that was checked.
"""
