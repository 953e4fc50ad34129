"""Google's Gemini API, where its models draw: one request with all references in it, one picture in the answer.

In: a request that was fitted to a model (`backends.hosted`). Out: a `Service` (`service`), made of what the models can
do (`models`), what a person may choose (`options`), what it costs (`costs`), what goes on the wire (`requests`), what
comes back (`answers`), and what is refused (`refusals`). An answer without a picture may have cost something, so it is
never asked for again by itself.
"""
