"""OpenAI's Images API: new pictures, and edits with references, a picture to paint over and a mask.

In: a request that was fitted to a model (`backends.hosted`). Out: a `Service` (`service`), made of what the models can
do (`models`), what a person may choose (`options`), what it costs (`costs`), what goes on the wire (`requests`), what
comes back (`answers`), and what is refused (`refusals`). One request is one picture, and none is sent twice.
"""
