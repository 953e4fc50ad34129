"""What a search finds in another order than the newest first: ranks, and pages by them."""
