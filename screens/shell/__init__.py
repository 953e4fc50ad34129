"""What the app is put together from: who is told of changes, what is said, how the workspace is opened and closed."""
