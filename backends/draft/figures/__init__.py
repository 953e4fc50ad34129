"""Who is drawn: bodies, heads, faces, arms, outfits, poses, and what figures hold. Units are those of the body.

In: a pen on a canvas and what the script says. Out: paint; nothing here knows rooms or requests.
"""
