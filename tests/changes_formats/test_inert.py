"""Whatever a text holds, as a code span or as words it is one inert line."""

from __future__ import annotations

import re

from hypothesis import example, given
from hypothesis import strategies as st

from codegen.changes.formats.inert import MAX_SPAN, code, fenced, plain
from tests.changes_formats.reading import blocks, spans

_MARKS = st.text(alphabet="`~*_[]()<>!@#|\\&;:/.-+=$%^{}'\" \n\t\x1b\u202e\u200bab017gwGH", max_size=40)
_TEXT = st.one_of(_MARKS, st.text(max_size=200))


@given(_TEXT)
@example("```")
@example("` ")
@example("\\`")
def test_a_code_span_is_one_code_span(text: str) -> None:
    shown = code(text)
    assert len(shown) <= MAX_SPAN + 2
    assert [span.type for span in spans(f"- x {shown} y")] in (["text", "code_inline", "text"], ["text"])
    assert (shown == "") == (text.strip() == "" or text.split() == [])


@given(_TEXT)
@example("deadbeef0")
@example("GH-7")
@example("a:b:c :d:")
def test_words_stand_as_they_are_and_everything_else_as_code(text: str) -> None:
    shown = plain(text)
    kinds = [span.type for span in spans(f"- x: {shown}")]
    assert kinds in (["text"], ["text", "code_inline"])
    if not shown.startswith("`"):
        assert not re.search(r"[@#<>\[\]|\\*~$&{}_/]|www\.|\bGH-\d|:\w+:|\b[0-9a-fA-F]{7,}\b", shown)
        assert shown == " ".join(text.split())


@given(_TEXT)
@example("````")
@example("~~~")
def test_a_fence_ends_where_we_end_it(text: str) -> None:
    (block,) = blocks(fenced(text, "yaml"))
    assert (block.type, block.info) == ("fence", "yaml")
    assert block.content.count("\n") == 1


def test_what_nobody_would_see_is_seen() -> None:
    assert code("a\u202eb\x1b[1m") == "`a⟨U+202E⟩b⟨U+001B⟩[1m`"
    assert plain("it became required") == "it became required"
    assert plain("its server changed to https://x.example") == "`its server changed to https://x.example`"
