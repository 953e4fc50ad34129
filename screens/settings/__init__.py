"""The settings on a screen: what each is for, how it stands, and changed in place; engines, with a test of each.

In: the settings file as `studio.settings.keeping` reads it. Out: changes, which the workspace writes and uses. What is
said of settings stands in `studio.settings` alone, beside their fields.

rows           what is listed: pure
typed          what was typed as a value, or why it cannot be one: pure
detail         the pane that tells of one setting and of the test of an engine, with the editor under it
editor         the field in which one setting is changed
changing       from the field to the file
engine_tests   what the doctor says of servers and hosted engines
screen         the list with its keys
entry_window   the window of one engine: keys
entry_form     what its forms share: `server_form`, `hosted_form`, `fallback_form`
"""
