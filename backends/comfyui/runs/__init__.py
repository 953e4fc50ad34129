"""Jobs on a server: submitted once, watched, followed, found again, cancelled, and their pictures brought."""
