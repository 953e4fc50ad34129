"""The settings on a screen: what each is for, how it stands, and changed in place; servers, with a test of each.

In: the settings file as `studio.settings.keeping` reads it. Out: changes, which the workspace writes and uses. What is
said of settings stands in `studio.settings` alone, beside their fields.

rows           what is listed: pure
typed          what was typed as a value, or why it cannot be one: pure
detail         the pane that tells of one setting and of a server's test, with the editor under it
editor         the field in which one setting is changed
changing       from the field to the file
server_tests   what the doctor says of servers
screen         the list with its keys
server_*       the window of one server: form, keys
"""
