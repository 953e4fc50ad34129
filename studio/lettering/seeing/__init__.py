"""What is in the pixels: light, grounds, likeness, faces, heads, torsos, poses.

In: RGB arrays. Out: plain records and masks; nothing here knows words but `ocr`, which reads them.
"""
