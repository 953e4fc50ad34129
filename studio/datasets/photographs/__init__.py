"""Photographs: the square around who is on them, and which of many are set aside, with the reason.

    networks       files of networks that find faces and people, where the settings name them
    saliency       what stands out of a picture, where nothing tells who is on it
    subject        where the subject is
    crop           the steps that make a picture square around it
    masks          a mask of the figure, for trainers that take one
    looks          what is kept of a picture while many are reviewed
    jpeg_blocks    what JPEG left in pixels
    quality        what is wrong with one by itself
    repeats        which show the same again
    odd_one_out    which show another figure than the rest
    setting_aside  all of these reasons together: the door for many pictures

In: pixels (H, W, 3 or 4) uint8 RGB(A), turned upright. Out: boxes, steps, masks, reasons. Pure, but for the files of
networks.
"""
