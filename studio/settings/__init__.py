"""What a person sets: the settings file, TOML as people edit it, credentials, and changes while the studio is open.

In: files of the settings folder. Out: frozen records, or an error with file, line and what was expected.
"""
