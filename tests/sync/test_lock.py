"""The lock: text that says what was generated from what, and merges line by line."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from codegen.actions.link import Link
from codegen.sync.lock import Lock, parse, print_lock

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
DIGEST = st.text("0123456789abcdef", min_size=1, max_size=8)
PLAIN = st.text("abcdefgh_.", min_size=1, max_size=8).filter(lambda word: word != "needs")
NAMED = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
LINKS = st.builds(
    Link,
    kind=st.sampled_from(["operation", "action", "tool"]),
    name=NAMED,
    aspects=st.dictionaries(PLAIN, DIGEST, max_size=3),
    needs=st.sets(st.tuples(st.sampled_from(["operation", "action"]), NAMED), max_size=3).map(
        lambda s: tuple(sorted(s))
    ),
)
LOCKS = st.builds(
    Lock,
    generator=NAMED,
    contracts=st.dictionaries(TEXT, st.tuples(DIGEST, TEXT), max_size=3),
    inputs=st.dictionaries(TEXT, DIGEST, max_size=3),
    links=st.lists(LINKS, max_size=4, unique_by=lambda link: (link.kind, link.name)).map(tuple),
    names=st.dictionaries(TEXT, st.dictionaries(TEXT, TEXT, min_size=1, max_size=3), max_size=3),
    outputs=st.dictionaries(TEXT, DIGEST.map(lambda digest: frozenset({digest})), max_size=3),
)


def by_name(lock: Lock) -> list[Link]:
    return sorted(lock.links, key=lambda link: (link.kind, link.name))


@given(LOCKS)
def test_what_is_printed_is_read_back(lock: Lock) -> None:
    read = parse(print_lock(lock))
    assert read.problem == ""
    assert by_name(read) == by_name(lock)
    assert (read.generator, read.contracts, read.inputs, read.names, read.outputs) == (
        lock.generator,
        lock.contracts,
        lock.inputs,
        lock.names,
        lock.outputs,
    )


@given(LOCKS)
def test_the_lines_are_sorted_one_item_each_and_the_text_is_stable(lock: Lock) -> None:
    text = print_lock(lock)
    assert print_lock(parse(text)) == text
    assert text.splitlines()[3:] == sorted(text.splitlines()[3:])


@given(st.text())
def test_any_text_is_read_without_an_exception(text: str) -> None:
    parse(text)


def test_an_unknown_line_is_told_and_the_rest_is_kept() -> None:
    lock = parse("version 1\ngenerator 0.1.0\nfrobnicate erp\noutput generated/a.py sha256:aa\n")
    assert lock.problem == "line 3 is not understood"
    assert lock.outputs == {"generated/a.py": frozenset({"aa"})}


def test_a_later_version_is_refused_by_name() -> None:
    assert "version '2'" in parse("version 2\n").problem


def test_a_conflicted_lock_keeps_the_names_and_digests_of_both_sides() -> None:
    lock = parse(
        "version 1\ngenerator 0.1.0\n<<<<<<< ours\nname erp a A\noutput g/x.py sha256:11\n||||||| base\n"
        "output g/x.py sha256:00\n=======\nname erp b B\noutput g/x.py sha256:22\n>>>>>>> theirs\n"
    )
    assert lock.conflicted
    assert lock.problem
    assert lock.names == {"erp": {"a": "A", "b": "B"}}
    assert lock.outputs == {"g/x.py": frozenset({"00", "11", "22"})}
