"""Widgets that several screens use.

In: values. Out: messages. They know no room.
"""
