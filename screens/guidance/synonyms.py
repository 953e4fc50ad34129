"""What people who know other programs call what keys do here, by binding id, and how well words fit a command."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import NamedTuple

SYNONYMS: Mapping[str, str] = MappingProxyType(
    {
        "studio.help": "help keys keybindings shortcuts hotkeys cheatsheet manual docs f1 what how",
        "studio.compose": "new create write prompt generate txt2img home start editor",
        "studio.progress": "queue jobs tasks history status running downloads activity log servers",
        "studio.gallery": "pictures images photos library browse browser output folder files grid history assets",
        "studio.cast": "cast characters character members member personas persona people actors oc who outfits outfit "
        "clothes wardrobe costume looks portrait roster edit",
        "studio.commands": "palette commands menu actions everything",
        "studio.quit": "quit exit close q wq x bye logout stop end",
        "studio.jump": "jump easymotion hop flash focus goto goto click hint hints link letters",
        "studio.shell": "suspend terminal background bash console job stop pause",
        "studio.demo": "examples samples tour tutorial try preview intro welcome",
        "studio.theme": "theme colors colours dark light appearance skin scheme contrast",
        "studio.plates": "plates background backgrounds backdrop wall walls set sets place location scenery room "
        "photo photograph picture import night day",
        "cast.plates": "plates background backgrounds backdrop wall walls set sets",
        "plates.new": "new create add photo photograph picture background backdrop wall import",
        "plates.picture": "photo photograph replace change image background backdrop",
        "plates.hour": "day night toggle light",
        "plates.night": "night day dark evening relight lamps",
        "plates.retire": "hide disable archive remove unused restore bring back",
        "plates.delete": "remove erase trash rm",
        "plates.undo": "undo revert rollback back",
        "plates.save": "save keep write",
        "studio.datasets": "dataset datasets train training trainer finetune captions tagging sheet sheets",
        "datasets.new": "new create begin start add dataset",
        "datasets.open": "open view show enter edit",
        "dataset.add": "import add files folder photos pictures sheet sheets load append",
        "dataset.report": "report check lint validate coverage analyse analyze statistics buckets problems",
        "dataset.zip": "zip export pack download upload trainer archive",
        "dataset.write": "caption edit text describe write",
        "dataset.write_line": "caption edit text describe write",
        "dataset.pattern": "pattern template trigger autocaption caption captions",
        "dataset.replace": "find replace search sed substitute captions",
        "dataset.draft": "vision blip autocaption describe interrogate llm ollama florence",
        "dataset.uncaptioned": "uncaptioned missing empty untagged todo",
        "dataset.filter": "filter search find narrow",
        "dataset.aside": "remove exclude delete reject hide drop restore bring back",
        "dataset.rename": "rename name move mv",
        "dataset.remove": "remove delete rm erase trash",
        "dataset.hold": "holdout held out validation test eval split",
        "dataset.split": "split holdout validation test eval",
        "dataset.stop": "cancel abort interrupt",
        "dataset.again": "resize pad crop square redo steps background ground",
        "dataset.before": "compare source original before after",
        "dataset.cuts": "crop cut slice split grid boxes sheet handles",
        "dataset.undo": "undo revert rollback back",
        "gallery.dataset": "dataset train training send add collect",
        "studio.settings": "settings preferences options config configure configuration setup servers edit toml",
        "compose.draw": "generate render run queue go create submit execute start paint make image picture",
        "compose.roll": "random dice shuffle surprise lucky wildcard saying quote",
        "compose.new": "new clear reset empty blank fresh discard erase delete start restart over",
        "compose.advanced": "advanced options settings parameters sampler scheduler steps cfg guidance lora model "
        "checkpoint family denoise more",
        "compose.history": "history recent previous earlier past reverse search recall prompts last again load reuse",
        "compose.character": "cast person people actor persona new create add who",
        "compose.live": "preview live draft sketch realtime toggle off",
        "compose.scenes": "examples ideas samples templates presets inspiration tutorial",
        "saying.down": "sayings list quotes choose browse",
        "saying.none": "clear erase remove none",
        "progress.open": "view show image result enter",
        "progress.letter": "edit text caption words bubble shirt",
        "progress.cancel": "cancel abort interrupt stop kill delete remove discard",
        "progress.retry": "retry rerun restart redo again repeat resume",
        "progress.hold": "hold wait park postpone release unhold",
        "progress.pause": "pause freeze suspend resume continue unpause stop",
        "progress.earlier": "up raise reorder move sooner top",
        "progress.later": "down lower reorder move bottom",
        "progress.more-urgent": "priority urgent boost raise important",
        "progress.less-urgent": "priority lower less",
        "progress.costs": "cost costs money spending price dollars bill budget charged cap",
        "progress.recipe": "recipe load edit reuse remix prompt parameters workflow change vary",
        "progress.notice": "error message why details log info",
        "progress.copy": "copy yank clipboard prompt command path cli",
        **{f"progress.rate-{number}": "rate rating stars score" for number in range(6)},
        "gallery.details": "info metadata exif properties inspect parameters prompt workflow seed panel",
        "gallery.view": "grid list thumbnails tiles layout view columns toggle",
        "gallery.larger": "bigger thumbnails size grow zoom enlarge",
        "gallery.smaller": "shrink thumbnails size zoom more columns",
        "gallery.zoom": "zoom loupe magnify 100 pixel actual closer enlarge",
        "gallery.search": "find filter grep query look fzf sort",
        "gallery.no-search": "clear reset deselect unselect none back",
        "gallery.saved": "smart searches bookmarks favorites favourites presets views collection filters rename",
        "gallery.similar": "similar like related lookalike duplicates variations near reverse",
        "gallery.stacks": "group ungroup collapse expand batch takes burst stack",
        "gallery.trash-shelf": "bin recycle deleted trash wastebasket restore recover undelete",
        "gallery.next-match": "next forward find",
        "gallery.previous-match": "previous backward find prev",
        "gallery.trash": "delete remove trash bin discard erase rm cut drop del",
        "gallery.put-back": "restore undelete recover",
        "gallery.undo": "undo revert rollback back u",
        "gallery.rate-0": "unrate clear rating stars",
        "gallery.rate-1": "rate rating stars score",
        "gallery.rate-2": "rate rating stars score",
        "gallery.rate-3": "rate rating stars score",
        "gallery.rate-4": "rate rating stars score",
        "gallery.rate-5": "best favorite favourite like love heart rate rating stars score",
        "gallery.pick": "flag keep accept like approve cull favorite favourite",
        "gallery.reject": "flag refuse cull no bad dislike",
        "gallery.unflag": "flag clear remove unpick",
        "gallery.tags": "keywords labels tag rename categories annotate",
        "gallery.albums": "collection collections board folder folders group sets move rename",
        "gallery.name-again": "repeat dot paint spray again",
        "gallery.reference": "character member cast model sheet keep train",
        "gallery.letter": "edit text caption words bubble shirt title overlay lettering meme",
        "gallery.again": "regenerate reroll remix variation vary generate redraw rerun new edit seed reuse",
        "gallery.same": "reproduce repeat recipe load workflow reuse exact rerun prompt",
        "gallery.grid": "xy plot matrix sweep variations compare seeds batch",
        "gallery.paint-over": "img2img inpaint edit paint retouch denoise start init sketch",
        "gallery.copy-path": "yank path filename file location clipboard where reveal",
        "gallery.copy": "copy yank clipboard prompt command path cli share",
        "gallery.order": "sort order arrange rank drift consistency worst best newest by",
        "gallery.compare": "compare diff side split survey ab versus",
        "gallery.export": "export save download share zip sheet jpeg copy markdown send publish convert rename",
        "gallery.import": "import add open load drop folder ingest scan files upload",
        "gallery.mark": "select mark choose toggle pick tick multiselect space",
        "gallery.range": "select visual range shift",
        "gallery.mark-all": "select all everything",
        "gallery.refused": "errors skipped failed import problems log",
        "gallery.open": "view show fullscreen large enter preview develop loupe slideshow",
        "gallery.page-up": "scroll",
        "gallery.page-down": "scroll",
        "gallery.first": "top start begin gg newest",
        "gallery.last": "bottom end oldest",
        "lettering.save": "save write w apply export keep commit done finish ok",
        "lettering.place": "move position next region area where spot",
        "lettering.close": "back quit exit cancel leave close abandon discard q",
        "lettering.hand": "move transform drag resize rotate adjust edit position manual",
        "lettering.undo": "undo revert discard drop reset back u",
        "lettering.redo": "redo again forward",
        "lettering.read": "ocr verify check legible proofread readable",
        "lettering.text": "next second line layer",
        "lettering.another": "add new text layer line",
        "lettering.case": "uppercase lowercase capitals caps",
        "lettering.ink": "color colour fill",
        "lettering.font": "typeface family font lettering style",
        "lettering.outline": "border guides overlay box preview hide show",
        "lettering.closer": "zoom magnify loupe",
        "lettering.down": "list quotes presets phrases",
        "hand.larger": "bigger grow scale size zoom",
        "hand.smaller": "shrink scale size",
        "hand.wider": "stretch width",
        "hand.narrower": "squeeze width",
        "hand.turn": "rotate angle tilt",
        "hand.turn-back": "rotate counterclockwise anticlockwise angle tilt",
        "hand.grip": "corner perspective distort handle warp skew",
        "hand.kind": "bubble balloon speech bar sign style",
        "hand.before": "compare original toggle diff",
        "hand.sayings": "all batch every preview sheet",
        "cast.save": "save write w apply keep commit done finish ok",
        "cast.undo": "undo revert discard drop reset back u",
        "cast.redo": "redo again forward",
        "cast.retire": "retire hide archive delete remove disable restore unretire return activate",
        "cast.new": "create add character persona member oc begin",
        "cast.duplicate": "duplicate clone copy like fork variant",
        "cast.outfit": "clothes costume wardrobe dress variant next",
        "cast.scene": "compose write prompt draw use try",
        "cast.pictures": "gallery images search find show",
        "cast.back": "close quit exit list leave up",
        "cast.change": "edit open colour picker add",
        "cast.take-out": "delete remove erase",
        "cast.next": "next down",
        "cast.previous": "previous up before",
        "cast.right": "edit fields open form",
        "single.close": "back close quit exit grid up",
        "single.zoom": "zoom 100 pixel actual fit magnify loupe",
        "single.closer": "zoom in magnify enlarge",
        "single.farther": "zoom out shrink fit",
        "single.details": "info metadata exif properties inspect parameters prompt",
        "single.newer": "previous prev next up neighbour",
        "single.older": "next down neighbour",
        "single.version-before": "original undo unlettered previous",
        "single.version-after": "next lettered",
        "single.filmstrip": "thumbnails strip carousel neighbours",
        "single.search": "find filter",
        "compare.close": "back close quit exit",
        "compare.closer": "zoom in magnify",
        "compare.farther": "zoom out fit",
        "compare.zoom": "zoom pixel 100 fit",
        "settings.default": "reset default restore unset remove",
        "settings.add-server": "new server comfyui host url connect add",
        "settings.test": "check ping connection try",
        "settings.back": "close quit exit",
        "settings.change": "edit set toggle",
        "jobs.first": "top",
        "jobs.last": "bottom end",
    }
)
"""Of several words the first fit best. An id that only some screens have stands here once for all of them."""

_TITLE, _TITLE_BEGINS, _WORD, _WORD_BEGINS, _ROOM = 4.0, 3.5, 2.5, 2.0, 1.2
_ORDER = 0.4
"""What a synonym that stands last has less than the first."""


class Fit(NamedTuple):
    """How well a command fits what was typed, 0 for not at all; `because` are the synonyms by which it was found."""

    score: float
    because: tuple[str, ...] = ()


def tokens(text: str) -> tuple[str, ...]:
    """The words of a text, in lower case, without signs: ":wq" is "wq"."""
    return tuple(re.findall(r"\w+", text.casefold()))


def fit(query: str, title: str, room: str = "", synonyms: str = "") -> Fit:
    """How well a command fits: each word that was typed has to begin a word of its title, its synonyms or its room.

    The words of the title count more than any synonym, and a whole word more than its beginning.
    """
    wanted = tokens(query)
    scores: list[float] = []
    because: list[str] = []
    own, others, rooms = tokens(title), tokens(synonyms), tokens(room)
    for word in wanted:
        score, synonym = _best(word, own, others, rooms)
        if score == 0:
            return Fit(0)
        scores.append(score)
        because += [synonym] if synonym else []
    return Fit(sum(scores) / len(scores), tuple(dict.fromkeys(because))) if scores else Fit(0)


def _best(word: str, title: Iterable[str], synonyms: tuple[str, ...], room: Iterable[str]) -> tuple[float, str]:
    if word in title:
        return _TITLE, ""
    if any(one.startswith(word) for one in title):
        return _TITLE_BEGINS, ""
    found = next((one for one in synonyms if one == word), None)
    whole = found is not None
    found = found or next((one for one in synonyms if one.startswith(word)), None)
    if found is not None:
        later = _ORDER * synonyms.index(found) / len(synonyms)
        return (_WORD if whole else _WORD_BEGINS) - later, found
    return (_ROOM if any(one.startswith(word) for one in room) else 0.0), ""
