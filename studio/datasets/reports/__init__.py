"""What will come of training with a dataset, said before it costs anything; what is held out; ZIPs for trainers.

    records     findings, and what was seen of each picture
    buckets     which size each trainer makes of a picture, what it cuts off and scales up
    exposure    how often each picture is seen
    coverage    what is shown, and what would help most, as scenes
    grounds     what pictures stand on
    alikeness   which pictures are one
    looking     pictures decoded once, and what was seen kept by their hashes
    leaks       what training and held-out pictures share
    splitting   what is held out
    quality     what is wrong with pixels, over all pictures
    findings    all that may go wrong, by weight, and a verdict
    reporting   a dataset looked at: the door of all these
    packing/    ZIPs and folders as trainers want them, checked

In: a Dataset as its folder stands. Out: findings with what would help, a split, a ZIP that was checked.
"""
