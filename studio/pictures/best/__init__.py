"""Best of N: several pictures of one scene, and which of them to hand out.

`ranking` puts takes in an order, with reasons in words, and looks at no picture; `judging` makes a take of a picture.
"""
