"""What the screens of datasets show and what is chosen there, with no screen; what they read and change, in threads."""
