"""What of a sheet's ink is printed and not drawn, told before its figures are.

    measures     rulers, by their ticks; they go before ink is filled
    framed       words in a frame, with or without a plate
    emblems      rings and signs beside words, in their ink
    shapes       what is printed by itself: rows of letters, swatches, rulers
    protrusions  what of it touches figures: arrows, rulers, letters that stick out
    plates       plates of words that hang over figures
    palettes     swatches beside figures, and strips of them
    ticks        what of a ruler is left where it touches a figure

In: masks (H, W) bool of ink, and pixels in L*a*b*. Out: masks of what is printed.
"""
