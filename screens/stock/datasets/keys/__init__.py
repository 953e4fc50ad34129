"""What keys do in the screens of datasets, in topics: each is given the bench, the keeper and the calls it needs."""
