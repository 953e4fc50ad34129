"""Keys that send the chosen pictures elsewhere: copies, references of a member, datasets."""
