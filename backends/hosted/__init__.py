"""What all hosted engines share: who draws elsewhere, for money, and is asked once.

In: requests of `backends.base`, and how a service is reached (`access`). Out: one engine (`engine`) over a service
(`service`), which says what its models can do (`models`), what a request would lose there (`fitting`), what goes on the
wire, and what the answers mean. A key goes to its own host alone (`http`), and stands in no repr.
"""
