"""The migrations of the index, a module each by the version that it leads to; never changed once released.

In: a connection inside a transaction. Out: an index of their version. `library.index.schema` names them in order.
"""
