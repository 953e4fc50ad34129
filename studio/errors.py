"""Errors that a person reads, and the notice of them: a title, a reason and a remedy.

Each floor has its tree: `backends/base.py` what engines raise, `library/errors.py` what the library raises, and here
stands what is raised above them. `studio.notices.notice_of` makes the notice of any of them; the command line prints it
(`studio/cli/failure.py`), the screens show it (`screens/base/windows.py`). Exceptions of ours in no tree do not get so
far: NotEditable (`studio/cast/writing`), MovedElsewhere, MoveImpossible, Unanswered (`studio/jobs`), Stopped
(`backends/draft/work.py`), _Stopped (`screens/stock/datasets/model/changing.py`), Stale
(`screens/terminal/frames/frames.py`). Anything else is a mistake of the program, and goes to the log.

StudioError                 a notice that can be raised; itself where nobody needs to tell it from others
├── SettingsWrong           settings/checking.py: a setting cannot be used as it stands
├── SettingNotKept          settings/editing.py: a change was not written into the settings file, which is as it was
├── TableUnreadable         settings/tables.py: a TOML file has a slip: which file and line, what was expected
├── SceneEmpty              scenes/understanding.py: there is no scene to draw
├── SceneImpossible         scenes/plan.py: a number of the scene is out of its range, or its text too long
├── GridWrong               scenes/grids.py: a grid of takes cannot be made; `field` says which of its fields is wrong
├── UnknownName             scenes/stock.py: no plate, style, character or saying has this name
├── EntryNotKept            scenes/plates/entry_text.py: a change was not written into a person's plates
├── PlateWrong              scenes/plates/own_file.py: a plate cannot be as it is said; `field` says what is wrong
├── ReferenceMissing        cast/members.py: a reference picture that the cast names is not there
├── CharacterWrong          cast/checking.py: a character cannot be so; `field` says what is wrong
├── CastChanged             cast/taking_back.py: a change is to be taken back, and the file is another by now
├── PackWrong               cast/packing/records.py: a member cannot be packed, or a file with one cannot be used
├── NotToBeCopied           pictures/copying.py: a picture that no clipboard takes
├── SetUnreadable           cast/references/sets.py: the record of a reference set is none, or a newer studio's
├── SetWrong                jobs/reference_sets/planning.py: a set of references cannot be begun, or gone on with
├── ReferenceWrong          cast/references/picking.py: a picture cannot be a reference, or no reference is named so
├── RecipeUnreadable        scenes/recipe.py: a text is no recipe, or a newer studio wrote it
├── UnknownEngine           engines/book.py: no engine has this name
├── LetteringUnreadable     lettering/records.py: a text is no lettering record, or a newer studio wrote it
├── NothingToSet            lettering/records.py: there are no words to set, or no picture to set them on
├── TextTooLong             lettering/records.py: more characters than a lettering may have
├── GlyphsMissing           lettering/records.py: the face has no glyph for some `characters`
├── FontUnknown             lettering/records.py: no such face or font file, or it is another by now
├── InkUnknown              lettering/records.py: an ink is neither `auto` nor `#rrggbb`
├── PlaceUnusable           lettering/records.py: nothing can be set in a quadrilateral: not convex, or no area
├── PoseModelUnusable       lettering/records.py: the pose model's file is missing, or is another network
├── ReaderMissing           lettering/seeing/ocr.py: words are to be read in pixels, and no OCR is installed
├── TextsWrong              lettering/batches/texts.py: a CSV file does not say which words go on which file
├── ExportWrong             pictures/exporting/records.py: an export cannot be done as it is asked for
├── TargetUnwritable        pictures/exporting/records.py: the place that an export should go to cannot be written
├── PlatePictureMissing     pictures/plates/reading.py: a plate's picture is not there, or is no picture
├── Unmeasurable            pictures/drift/records.py: nothing can be measured of a member in a picture
├── WeightsUnreadable       pictures/drift/embedding/weights.py: the network's weights are another file, or damaged
├── DatasetWrong            datasets/records.py: a dataset cannot be read, written or made as was asked
│   └── ThereAlready        datasets/making/adding.py: the dataset has this very file
├── FaceModelUnusable       datasets/photographs/networks.py: the face model's file is missing, or is another network
├── NotDrafted              datasets/captions/drafting.py: a vision server drafts no captions, and would not of the next
├── PlateNotDrawn           plate_making.py: an engine gave no picture of a plate, or there is none to make it from
├── DraftFailed             pictures/live_draft.py: a scene, or somebody, could not be painted while it is being written
├── WrongUse                cli/failure.py: a command was typed in a way that cannot be meant; its exit status is 2
├── CannotWrite             cli/delivery.py: a file could not be written where the person wants it
└── FieldWrong              screens/compose/form/field_values.py: what stands in a `field` of Compose cannot be used
"""

from __future__ import annotations

from typing import Literal

import msgspec


class Pause(msgspec.Struct, frozen=True):
    """An engine takes no jobs for a while: `seconds` by its own word, None where it does not say.

    `quota` is "minute" for one that is soon full again, "day" for one that nobody waits for.
    """

    seconds: float | None = None
    quota: Literal["minute", "day"] = "minute"


class Rank(msgspec.Struct, frozen=True):
    """How a picture came out among `of` of which the best was looked for: its place, from 1, and why."""

    place: int
    of: int
    reasons: tuple[str, ...] = ()

    @property
    def head(self) -> str:
        """Its place in words: "The best of 4", "2nd of 4"."""
        if self.place == 1:
            return f"The best of {self.of}" if self.of > 1 else "The only one that was drawn"
        ending = "th" if self.place % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(self.place % 10, "th")
        return f"{self.place}{ending} of {self.of}"

    @property
    def why(self) -> str:
        """What speaks for it and against it."""
        return "; ".join(self.reasons)

    def line(self) -> str:
        """Both in one line."""
        return f"{self.head}: {self.why}"


class Notice(msgspec.Struct, frozen=True):
    """What happened, why, and what to do; plain text, shown as it is.

    `short_of_memory`: an engine ran out of it, and is to free some before the same is tried again. `warning`: what was
    asked for was done, and needs a look. `pause`: nothing is wrong with what was asked for, its turn is later.
    `may_be_charged`: a paid service may have drawn it, so that it is drawn again by a person's word alone.
    `rank`: how the picture came out among several; where nothing else is to be said, the notice says this alone.
    `over_cap`: it waits for a person who says that it may cost more than the settings allow.
    `troubles`: what went wrong in the picture, as a search finds it (`library.search.fields.trouble_term`).
    """

    title: str
    reason: str = ""
    remedy: str = ""
    short_of_memory: bool = False
    warning: bool = False
    pause: Pause | None = None
    may_be_charged: bool = False
    over_cap: bool = False
    rank: Rank | None = None
    troubles: tuple[str, ...] = ()

    @property
    def is_praise(self) -> bool:
        """Whether nothing is wrong, and only the rank is said."""
        return self.rank is not None and self.title == self.rank.head

    def line(self) -> str:
        """The notice in one line, as the command line prints it."""
        parts = [self.title]
        if self.reason:
            parts.append(f": {self.reason}")
        if self.remedy:
            parts.append(f". {self.remedy}" if not self.reason.endswith((".", "!", "?")) else f" {self.remedy}")
        if self.rank is not None and not self.is_praise:
            parts.append(f" ({self.rank.line()})")
        return " ".join("".join(parts).split())


class StudioError(Exception):
    """An error that already says what happened (`title`), why (`reason`), and what to do (`remedy`)."""

    def __init__(self, title: str, reason: str = "", remedy: str = "") -> None:
        super().__init__(title if not reason else f"{title}: {reason}")
        self.notice = Notice(title, reason, remedy)
