"""The doctor: looks at everything the studio stands on, and says how to mend what is not in order."""
