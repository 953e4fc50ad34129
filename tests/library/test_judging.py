"""Every change of what is said of pictures can be undone."""

from __future__ import annotations

from library.store import Library
from tests.library.making import facts, png


def test_every_change_can_be_undone(library: Library) -> None:
    ids = [library.save_picture(png(number), facts(), key=f"k/{number}").id for number in range(3)]
    library.annotations.rate_many([ids[0]], 2)
    assert library.annotations.rate_many(ids, 5) == {ids[0]: 2, ids[1]: 0, ids[2]: 0}
    library.annotations.set_ratings({ids[0]: 2, ids[1]: 0})
    assert [library.picture(identity).rating for identity in ids] == [2, 0, 5]
    before = library.annotations.mark_many(ids[:2], "pick")
    library.annotations.set_marks(before)
    assert library.page("is:pick").total == 0
    library.annotations.tag(ids, add=["night", "NIGHT", " a|b "])
    was = library.annotations.tag(ids[:2], add=["rain"], remove=["Night"])
    assert library.annotations.tags() == (("a/b", 3), ("night", 1), ("rain", 2))
    assert library.page("night").total == 1
    library.annotations.set_tags(was)
    assert library.annotations.tags() == (("a/b", 3), ("night", 3))
    put = library.annotations.album(ids[:1], add=["Best of"])
    assert library.annotations.albums() == (("Best of", 1),)
    library.annotations.set_albums(put)
    assert library.annotations.albums() == ()
    library.annotations.seen(ids[1:2])
    assert [picture.id for picture in library.page("is:unread").pictures] == []
    library.annotations.rate_many(ids, 0)
    assert [picture.id for picture in library.page("is:unread").pictures] == [ids[2], ids[0]]
