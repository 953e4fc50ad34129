"""What is printed on a sheet and is no drawing: words, arrows, rulers, swatches; what it says of which figure.

    finding    all of them on a sheet: the door
    words      found and read by an OCR engine
    rows       rows of letters, found by their shape where there is no engine
    lines/     strokes laid over what is drawn: rulers, arrows
    rereading  words that lines run through, and the measures beside rulers
    swatches   flat squares and discs in a row
    quads      boxes and turned boxes: grown, apart, around a line
    views      printed words as views, framings, expressions
    palette    what swatches are of, by the words at them
    belonging  which figure a label is said of

In: pixels (H, W, 3) uint8 RGB, and boxes of figures. Out: records.Label and records.Figure.
"""
