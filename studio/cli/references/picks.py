"""What `studio cast references` changes in the cast: references added, dropped, ordered, tagged, and the anchor."""

from __future__ import annotations

from studio.cli.references.asked import Asked


def is_asked(said: Asked) -> bool:
    """Whether the cast is to be changed."""
    return bool(said.added or said.dropped or said.anchor or said.ordered or said.tagged)


def pick(said: Asked) -> None:
    """Change the references of a member, and say what should be known of it. Raises StudioError, LibraryError."""
    from library.store import Library
    from studio.cast.references import picking
    from studio.cli.failure import wrong_use
    from studio.cli.output import complain, say
    from studio.cli.references.naming import loaded_member, picture_named
    from studio.settings import settings

    folder, member = settings.folder(), loaded_member(said.name)
    said_to_show = picking.Shows(said.view, said.framing, said.expression, said.outfit)
    library = Library.open(settings.load(folder).library_folder())
    try:
        for text in said.added:
            named = picture_named(text, library, member)
            given = {key: value for key, value in said_to_show._asdict().items() if value is not None}
            taken = picking.add(folder, member.name, named.data, named.shows._replace(**given), named.called)
            say(f"{named.called} is {taken.reference.file} now")
            for remark in taken.remarks:
                complain(remark)
        if said.tagged:
            picking.tag(folder, member.name, said.tagged, said_to_show)
        # Numbers are those that were listed before: the order changes last.
        if said.anchor:
            picking.anchor(folder, member.name, said.anchor)
        if said.dropped:
            picking.drop(folder, member.name, said.dropped)
        if said.ordered:
            picking.order(folder, member.name, said.ordered)
    except picking.ReferenceWrong as error:
        raise wrong_use(error) from error
    finally:
        library.close()
