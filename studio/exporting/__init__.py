"""Pictures for elsewhere: copies in a folder, a ZIP file or a contact sheet, and a snippet for a blog post."""
