"""Who is drawn: bodies, heads, faces, arms, outfits, poses, and what figures hold. Units are those of the body."""
