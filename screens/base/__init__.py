"""What all screens and windows stand on: header, footer and help, a host to ask, messages, words in passing.

In: what the app tells (`messages`). Out: `StudioScreen` and windows that rooms are made of; what they ask goes to the
`Host`.
"""
