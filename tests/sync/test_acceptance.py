"""What agents see of a tool is accepted as it is first made, and by a person from then on."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from codegen.actions.accepted import Accepted
from codegen.actions.link import Link
from codegen.sync.acceptance import ANNOUNCED, Standing, standing
from codegen.sync.layers import Layer

TODAY = date(2026, 6, 1)
ENTRY = Accepted("s1", "t1", "it is right", "finance")
FLAG = "asks for a secret"


def tool(schema: str = "s1", text: str = "t1", name: str = "pay") -> Link:
    return Link("tool", name, {"schema": schema, "text": text}, (("action", name),))


def stand(
    *links: Link,
    accepted: dict[str, Accepted] | None,
    known: tuple[Link, ...] = (),
    flag: str = "",
    former: tuple[str, ...] = (),
) -> Standing:
    surfaces = {link.name: Accepted(link.aspects["schema"], link.aspects["text"]) for link in links}
    return standing(surfaces, known, accepted, {"pay": flag} if flag else {}, TODAY, former)


def until(days: int) -> dict[str, Accepted]:
    return {"pay": Accepted("s1", "t1", "for now", "finance", TODAY + timedelta(days=days))}


@pytest.mark.parametrize(
    ("accepted", "known"),
    [(None, ()), ({}, ()), ({}, (tool(name="other"),))],
    ids=["nothing yet", "no lock", "a new tool"],
)
def test_a_first_generation_is_accepted_as_it_is_made(
    accepted: dict[str, Accepted] | None, known: tuple[Link, ...]
) -> None:
    found = stand(tool(), accepted=accepted, known=known)
    assert (found.drifts, found.notices) == ((), ())
    assert found.new == {"pay": Accepted("s1", "t1")}


def test_a_flagged_text_of_a_new_tool_is_told_and_stops_nothing() -> None:
    found = stand(tool(), accepted=None, flag=FLAG)
    assert (found.drifts, set(found.new)) == ((), {"pay"})
    assert [notice[:2] for notice in found.notices] == [
        ("tool-text-flagged", "the text of the new tool pay asks for a secret")
    ]


@pytest.mark.parametrize(
    ("link", "flag", "message"),
    [
        (tool(schema="s2"), "", "changed what it takes or gives since it was accepted"),
        (tool(schema="s2", text="t2"), FLAG, "changed what it takes or gives"),
        (tool(text="t2"), FLAG, "changed its text since it was accepted, and the new text asks for a secret"),
    ],
)
def test_a_changed_surface_waits_for_a_person(link: Link, flag: str, message: str) -> None:
    (drift,) = stand(link, accepted={"pay": ENTRY}, known=(tool(),), flag=flag).drifts
    assert (drift.kind, drift.layer, drift.subject) == ("tool-unaccepted", Layer.AGENT_ACTION, "pay")
    assert message in drift.message
    assert drift.mend == 'codegen accept pay --reason "…" --owner TEAM'


def test_a_tool_that_was_there_and_whose_line_was_removed_waits_for_a_person() -> None:
    (drift,) = stand(tool(), accepted={}, known=(tool(),)).drifts
    assert "specs/accepted.yaml does not name it" in drift.message


def test_a_change_of_text_alone_is_told_and_blocks_nothing() -> None:
    found = stand(tool(text="t2"), accepted={"pay": ENTRY}, known=(tool(),))
    assert (found.drifts, found.new) == ((), {})
    assert [notice[0] for notice in found.notices] == ["tool-text-changed"]


def test_a_flagged_text_that_was_accepted_is_said_no_more() -> None:
    assert stand(tool(), accepted={"pay": ENTRY}, known=(tool(),), flag=FLAG) == Standing((), {}, ())


def test_without_the_file_tools_that_were_there_wait_for_a_person() -> None:
    (drift,) = stand(tool(), accepted=None, known=(tool(),)).drifts
    assert "specs/accepted.yaml does not name it" in drift.message


def test_an_accepted_tool_that_is_gone_waits_for_a_person() -> None:
    (drift,) = stand(accepted={"pay": ENTRY}, known=(tool(),)).drifts
    assert (drift.kind, drift.message) == ("tool-unaccepted", "The tool pay is gone: who still calls it gets nothing.")


def test_a_tool_that_is_served_under_another_name_is_not_gone() -> None:
    found = stand(tool(name="charge"), accepted={"pay": ENTRY}, known=(tool(),), former=("pay",))
    assert (found.drifts, found.former, set(found.new)) == ((), ("pay",), {"charge"})


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (0, "ends today"),
        (1, "ends tomorrow"),
        (2, "ends in 2 days"),
        (ANNOUNCED.days, f"ends in {ANNOUNCED.days} days"),
        (ANNOUNCED.days + 1, ""),
    ],
)
def test_an_end_is_announced_and_the_last_day_still_holds(days: int, told: str) -> None:
    found = stand(tool(), accepted=until(days), known=(tool(),))
    assert found.drifts == ()
    assert [notice[0] for notice in found.notices] == (["acceptance-ends"] if told else [])
    assert all(told in notice[1] for notice in found.notices)


def test_an_acceptance_that_ran_out_waits_for_a_person() -> None:
    (drift,) = stand(tool(), accepted=until(-1), known=(tool(),)).drifts
    assert (drift.kind, drift.layer) == ("acceptance-expired", Layer.AGENT_ACTION)
    assert "2026-05-31" in drift.message
