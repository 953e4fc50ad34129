"""Straight thin lines that are printed over what is drawn, and what they are.

    strokes    straight thin lines laid over what is drawn
    ends       what stands at the ends of one
    rulers     strokes with ticks
    arrows     strokes with a head, or that lead from words

In: colours (H, W, 3) float32 CIE Lab, and the quads of words. Out: strokes, and records.Label.
"""
