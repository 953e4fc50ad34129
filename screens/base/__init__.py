"""What all screens and windows stand on: header, footer and help, a host to ask, messages, words in passing."""
