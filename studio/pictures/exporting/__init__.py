"""Pictures for elsewhere: copies in a folder, a ZIP file or a contact sheet, and a snippet for a blog post.

In: pictures with their letterings, and what is wanted. Out: files elsewhere, and what could not be written.
"""
