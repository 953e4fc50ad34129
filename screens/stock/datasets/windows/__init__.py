"""Windows over the screens of datasets: a new one, files that are added, captions over many, steps, report, ZIP."""
