"""The whole look of a figure as a network sees it: a vector, by EfficientNet-Lite0, whose weights an extra brings.

In: a figure that is cut out. Out: a vector of length 1; the nearer two of them are, the more alike is what they show.
`extra` says whether the weights are installed; where they are not, nothing else here is imported. `looking` is the
door, `weights` reads the file (torch wrote it; torch is not needed), and `network` is the network, in NumPy.
"""
