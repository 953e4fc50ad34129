"""Any part of a word without spaces is found, in every script that has such words, and nothing else is."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from library.index.segmentation import asked, has_run, segmented
from library.records import PictureFacts
from library.search.full_text import phrase
from library.search.terms import Words
from library.store import Library
from tests.library.making import png

PROMPTS = {
    "japanese": "夜の港に立つ灯台と小さな船、コーヒーを飲む猫",
    "halfwidth": "ｶﾞｰﾄﾞﾚｰﾙのそば ＡＢＣ",
    "chinese": "一只cat坐在屋顶上,赛博朋克city,SDXL模型",
    "thai": "แมวสีส้มดื่มกาแฟ ริมน้ำ",
    "korean": "고양이가 바닷가등대에서 커피를 마신다",
    "khmer": "ឆ្មា\u200bអង្គុយ\u200bលើដំបូល",
    "lao": "ແມວດື່ມກາເຟ",
    "burmese": "ကြောင်ကော်ဖီသောက်နေသည်",
    "latin": "a cat drinks coffee, naïve",
}
FINDS = {
    "灯台": "japanese", "台": "japanese", "灯台と小": "japanese", "ーヒー": "japanese", '"港に立つ"': "japanese",
    "船": "japanese", "飲む 灯台": "japanese", "ガードレール": "halfwidth", "ｶﾞｰﾄﾞ": "halfwidth", "abc": "halfwidth",
    "屋顶": "chinese", "坐在屋顶上": "chinese", "city": "chinese", "只cat坐": "chinese", "cat坐在": "chinese",
    "sdxl模型": "chinese", "型": "chinese", "模型,赛博": "", "灯船": "", "上赛": "", "cat": "chinese latin",
    "กาแฟ": "thai", "แมว": "thai", "น้ำ": "thai", "นำ": "", "ดื่ม": "thai", "ส้ม": "thai",
    "고양이": "korean", '"고양이"': "korean", "등대": "korean", "바닷가": "korean", '"고 양이"': "",
    "អង្គុយ": "khmer", "ឆ្មាអង្គុយ": "khmer", "ដំបូល": "khmer", "ກາເຟ": "lao", "ကော်ဖီ": "burmese",
    "naive": "latin", '"caf"': "", "-猫 -cat": "thai halfwidth korean khmer lao burmese",
}  # fmt: skip
LETTERS = "灯台猫のーガカ夜人々〇한국어가แมวน้ำกາເຟົခ្មាကြော်ㄅꀀ"


@pytest.fixture(scope="module")
def prompts(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    library = Library.open(tmp_path_factory.mktemp("library"))
    for number, (name, prompt) in enumerate(PROMPTS.items()):
        facts = PictureFacts(prompt=prompt, plate=name, negative=f"{prompt}, {name}", characters=(prompt[:9],))
        library.save_picture(png(number), facts, key=name)
    yield library
    library.close()


def names(library: Library, query: str) -> set[str]:
    return {one.facts.plate for one in library.page(query).pictures}


@pytest.mark.parametrize(("query", "found"), FINDS.items())
def test_a_part_of_a_word_finds_it(prompts: Library, query: str, found: str) -> None:
    assert names(prompts, query) == set(found.split())


@pytest.mark.parametrize(
    ("query", "found"), [("cast:港", "japanese"), ('cast:"立つ"', "japanese"), ("cast:小さな", "")]
)
def test_names_of_the_cast_are_found_by_their_parts(prompts: Library, query: str, found: str) -> None:
    assert names(prompts, query) == set(found.split())


def test_negative_prompts_are_found_by_parts_of_words_too(prompts: Library) -> None:
    assert names(prompts, "negative:灯台") == {"japanese"}
    assert names(prompts, 'negative:"ดื่ม" -is:pick') == {"thai"}


def test_a_rebuild_finds_nothing_to_mend_and_tags_are_cut_too(prompts: Library) -> None:
    picture = prompts.page("灯台").pictures[0]
    prompts.annotations.tag([picture.id], add=["海辺の灯台"])
    assert prompts.upkeep.rebuild().kept == ""
    assert names(prompts, "tag:辺の灯") == {"japanese"}
    assert [one.text for one in prompts.searches.completions("tag:灯台", 6)] == ["海辺の灯台"]
    prompts.annotations.tag([picture.id], remove=["海辺の灯台"])
    assert names(prompts, "海辺") == set()


def found(text: str, query: str, exact: bool) -> bool:
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute("create virtual table t using fts5 (x, tokenize='unicode61 remove_diacritics 2', prefix=1)")
        connection.execute("insert into t values (?)", (segmented(text),))
        sql = "select count(*) from t where t match ?"
        return bool(connection.execute(sql, (phrase(Words("negative", query, exact)),)).fetchone()[0])


def plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


@given(st.text(LETTERS, min_size=1, max_size=12), st.data(), st.booleans())
def test_each_part_is_found_and_what_is_no_part_is_not(text: str, data: st.DataObject, exact: bool) -> None:
    text = plain(text)
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    other = data.draw(st.text(LETTERS, min_size=1, max_size=4))
    assert found(f"a cat, {text} b", part, exact)
    assert found(text, other, exact) == (plain(other) in text)


@given(st.text(), st.booleans())
def test_whatever_is_written_and_asked_can_be_cut(text: str, exact: bool) -> None:
    segmented(text)
    words, goes_on = asked(text)
    assert not goes_on or has_run(words) or not text.isascii()
    if any(letter.isalnum() for letter in text):
        found("x", text.replace("\0", ""), exact)


@given(st.text(st.characters(max_codepoint=0x24F), max_size=50))
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert segmented(text) == text
    assert asked(text) == (text, False)
