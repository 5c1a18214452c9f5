"""Kept edits: none is lost, each is merged into what comes later, and one that does not fit holds back its own."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import project
import pytest
from project import edit, put, snapshot

from codegen.sync.layers import Layer
from codegen.verbs.accept import accept
from codegen.verbs.check import check
from codegen.verbs.failure import UsageError
from codegen.verbs.generate import GenerateResult, generate
from codegen.verbs.keep import keep

CONTRACT, STOCK, DEFINITION = "specs/erp/openapi.yaml", "specs/stock/openapi.yaml", "specs/actions/place_order.yaml"
CLIENT, ACTION, TOOLS, CATALOG = (
    "generated/services/erp/client.py",
    "generated/actions/place_order.py",
    "generated/tools/mcp.json",
    "generated/catalog.md",
)
PATCHES = "specs/patches"
CLIENT_PATCH = f"{PATCHES}/services/erp/client.py.patch"
# an edit in each layer, in lines that nothing else changes
EDITS = {
    CLIENT: ("    service = SERVICE", "    service = SERVICE  # ours"),
    ACTION: ("ORDER = Step(", "# ours\nORDER = Step("),
    TOOLS: ('"Which part."', '"Which part of ours."'),
    CATALOG: ("Made by `codegen generate`.", "Made by `codegen generate`; ask finance, not us."),
}


def keep_edit(root: Path, file: str, old: str, new: str) -> None:
    """Edit a generated file and keep that."""
    edit(root, file, old, new)
    assert [kept.file for kept in keep(root, [str(root / file)]).kept] == [file]
    assert generate(root).exit_code == 0


def clash(root: Path) -> GenerateResult:
    """Keep an edit of the ERP's client and let the vendor change the same line, and much else."""
    keep_edit(root, CLIENT, "Place an order.", "Place an order, our way.")
    edit(root, CONTRACT, "summary: Place an order", "summary: Send an order")
    edit(root, STOCK, "How many.", "How many there are.")
    edit(root, DEFINITION, "Places an order.", "Orders a part.")
    edit(root, "specs/actions/show_stock.yaml", "Says how many there are.", "Counts a part.")
    return generate(root)


def resolve(root: Path, patch: str) -> None:
    """Resolve a conflict of one place in its patch for the kept edit."""
    head, _, rest = read(root, patch).partition("<<<<<<< kept edit\n")
    mine, _, rest = rest.partition("||||||| generated before\n")
    put(root, patch, head + mine + rest.partition(">>>>>>> generated now\n")[2])


def read(root: Path, name: str) -> str:
    return (root / name).read_text(encoding="utf-8")


def tools(root: Path) -> dict[str, str]:
    """Return each tool that agents see with its description."""
    return {tool["name"]: tool["description"] for tool in json.loads(read(root, TOOLS))["tools"]}


def of_group(files: dict[str, bytes], *groups: str) -> dict[str, bytes]:
    return {name: text for name, text in files.items() if any(f"generated/{group}" in name for group in groups)}


def settled(root: Path) -> None:
    """Hold the project to being in step: nothing drifts, nothing is left to write."""
    assert check(root).drifts == ()
    before = snapshot(root)
    assert generate(root).up_to_date
    (root / ".codegen/cache/state.json").unlink()
    result = generate(root)
    assert (result.exit_code, result.written, result.deleted) == (0, (), ())
    assert snapshot(root) == before


# ------------------------------------------------------------------ an edit that fits


def test_an_edit_in_each_layer_is_kept_over_a_changed_contract_and_a_changed_definition(wide: Path) -> None:
    for file, (old, new) in EDITS.items():
        keep_edit(wide, file, old, new)
    edit(wide, CONTRACT, "For the supplier.", "For the supplier alone.")
    edit(wide, DEFINITION, "Places an order.", "Orders a part.")
    edit(wide, "specs/erp/service.yaml", "30m", "45m")
    assert generate(wide).exit_code == 0
    moved = {CLIENT: "For the supplier alone.", ACTION: "Orders a part.", TOOLS: "Orders a part.", CATALOG: "45 min"}
    for file, (_, new) in EDITS.items():
        assert new in read(wide, file)
        assert moved[file] in read(wide, file)
        assert moved[file] in read(wide, f"{PATCHES}/{file.removeprefix('generated/')}.patch")
    settled(wide)


def test_two_edits_are_kept_at_once_and_the_result_counts_their_lines(wide: Path) -> None:
    for file in (CLIENT, CATALOG):
        edit(wide, file, *EDITS[file])
    result = keep(wide, [str(wide / CLIENT), str(wide / CATALOG)])
    assert [(kept.file, kept.added, kept.removed) for kept in result.kept] == [(CLIENT, 1, 1), (CATALOG, 1, 1)]
    assert [kept.patch for kept in result.kept] == [CLIENT_PATCH, f"{PATCHES}/catalog.md.patch"]
    assert generate(wide).exit_code == 0
    settled(wide)


def test_another_edit_of_the_same_file_extends_its_patch(wide: Path) -> None:
    keep_edit(wide, CLIENT, *EDITS[CLIENT])
    keep_edit(wide, CLIENT, '"""ERP as functions."""', '"""ERP as functions of ours."""')
    edit(wide, CONTRACT, "For the supplier.", "For the supplier alone.")
    assert generate(wide).exit_code == 0
    for part in ("# ours", "functions of ours", "For the supplier alone."):
        assert part in read(wide, CLIENT)
    settled(wide)


def test_an_undone_edit_takes_its_patch_away(wide: Path) -> None:
    before = snapshot(wide)
    keep_edit(wide, CLIENT, *EDITS[CLIENT])
    edit(wide, CLIENT, *EDITS[CLIENT][::-1])
    (kept,) = keep(wide, [str(wide / CLIENT)]).kept
    assert (kept.patch, kept.added, kept.removed) == ("", 0, 0)
    assert generate(wide).exit_code == 0
    assert snapshot(wide) == before


def test_an_edit_that_the_generator_writes_itself_by_now_retires_and_says_so(wide: Path) -> None:
    keep_edit(wide, CLIENT, "Place an order.", "Send an order.")
    edit(wide, CONTRACT, "summary: Place an order", "summary: Send an order")
    result = generate(wide)
    assert (result.exit_code, result.retired) == (0, (CLIENT,))
    assert not (wide / CLIENT_PATCH).exists()
    settled(wide)


def test_deleting_output_and_lock_gives_the_same_bytes_again(wide: Path) -> None:
    for file, (old, new) in EDITS.items():
        keep_edit(wide, file, old, new)
    before = snapshot(wide)
    shutil.rmtree(wide / "generated")
    (wide / "codegen.lock").unlink()
    assert generate(wide).exit_code == 0
    assert snapshot(wide) == before


# ------------------------------------------------------------------ an edit that does not fit


def test_a_conflict_holds_back_its_service_and_the_actions_on_it_and_nothing_else(wide: Path) -> None:
    keep_edit(wide, TOOLS, *EDITS[TOOLS])
    before = snapshot(wide)
    result = clash(wide)
    after = snapshot(wide)
    (conflict,) = result.conflicts
    assert (result.exit_code, conflict.kind, conflict.layer) == (1, "patch-conflict", Layer.EXTERNAL_SERVICE)
    assert conflict.details == (
        "holds back service erp, action place_order, action show_order; everything else is generated",
    )
    held = ("services/erp/", "contracts/erp.json", "actions/place_order.py", "actions/show_order.py")
    kept_text = {**of_group(before, *held), CLIENT: before[CLIENT].replace(b"an order.", b"an order, our way.")}
    assert of_group(after, *held) == kept_text
    assert "How many there are." in read(wide, "generated/contracts/stock.json")
    assert tools(wide) == {
        "place_order": "Places an order.",
        "show_order": "Shows an order.",
        "show_stock": "Counts a part.",
    }
    assert EDITS[TOOLS][1] in read(wide, TOOLS)
    assert generate(wide).written == ()
    assert [drift.kind for drift in check(wide).drifts] == ["patch-conflict"]


def test_a_new_action_on_a_held_service_is_neither_written_nor_listed(wide: Path) -> None:
    clash(wide)
    put(wide, "specs/actions/find_order.yaml", project.SHOW_ORDER.replace("show_order", "find_order"))
    put(wide, "specs/actions/find_stock.yaml", project.SHOW_STOCK.replace("show_stock", "find_stock"))
    assert generate(wide).exit_code == 1
    assert not (wide / "generated/actions/find_order.py").exists()
    assert (wide / "generated/actions/find_stock.py").exists()
    for file in (TOOLS, CATALOG, "generated/actions/__init__.py", "specs/accepted.yaml", "codegen.lock"):
        assert "find_order" not in read(wide, file)
    for file in (TOOLS, CATALOG, "specs/accepted.yaml", "codegen.lock"):
        assert "find_stock" in read(wide, file)


def test_resolving_it_in_the_patch_mends_everything(wide: Path) -> None:
    clash(wide)
    resolve(wide, CLIENT_PATCH)
    assert generate(wide).exit_code == 0
    assert "Place an order, our way." in read(wide, CLIENT)
    assert "Send an order." in read(wide, "generated/services/erp/async_client.py")
    assert tools(wide)["place_order"] == "Orders a part."
    assert "==== conflict" not in read(wide, CLIENT_PATCH)
    settled(wide)


def test_a_half_resolved_patch_is_left_byte_for_byte(wide: Path) -> None:
    clash(wide)
    edit(wide, CLIENT_PATCH, "Send an order.", "Send an order, or place it?")
    before = snapshot(wide)
    assert generate(wide).exit_code == 1
    edit(wide, CONTRACT, "For the supplier.", "For the supplier alone.")
    assert generate(wide).exit_code == 1
    assert snapshot(wide)[CLIENT_PATCH] == before[CLIENT_PATCH]


def test_discarding_gives_the_edit_up_and_keeps_a_copy(wide: Path) -> None:
    clash(wide)
    edited = read(wide, CLIENT)
    result = generate(wide, discard=[str(wide / CLIENT)])
    assert (result.exit_code, result.kept) == (0, (CLIENT,))
    assert not (wide / CLIENT_PATCH).exists()
    assert read(wide, ".codegen/replaced/services/erp/client.py") == edited
    assert "our way" not in read(wide, CLIENT)
    settled(wide)


def test_a_vendors_way_back_ends_the_conflict_by_itself(wide: Path) -> None:
    keep_edit(wide, CLIENT, "Place an order.", "Place an order, our way.")
    before = snapshot(wide)
    edit(wide, CONTRACT, "summary: Place an order", "summary: Send an order")
    assert generate(wide).exit_code == 1
    edit(wide, CONTRACT, "summary: Send an order", "summary: Place an order")
    assert generate(wide).exit_code == 0
    assert snapshot(wide) == before
    settled(wide)


def test_a_conflict_over_a_deleted_output_folder_is_told_and_resolving_it_mends_everything(wide: Path) -> None:
    clash(wide)
    shutil.rmtree(wide / "generated")
    assert generate(wide).exit_code == 1
    assert "show_stock" in tools(wide)
    resolve(wide, CLIENT_PATCH)
    assert generate(wide).exit_code == 0
    assert set(tools(wide)) == {"place_order", "show_order", "show_stock"}
    settled(wide)


def test_an_edit_of_code_that_the_contract_renamed_is_a_conflict_that_says_so(wide: Path) -> None:
    call = "    order = steps.order(sku=inputs.sku)\n"
    keep_edit(wide, ACTION, f"{call}    return", f"{call}    assert order.total != 0\n    return")
    before = snapshot(wide)
    edit(wide, CONTRACT, "total: {type: number}", "amount: {type: number}")
    result = generate(wide)
    (conflict,) = result.conflicts
    assert (result.exit_code, conflict.kind, conflict.layer) == (1, "patch-conflict", Layer.INVOCABLE_ACTION)
    assert 'has no attribute "total"' in conflict.message
    assert "generated/actions/place_order.py:" in conflict.message
    held = ("services/erp/", "contracts/erp.json", "actions/")
    assert of_group(snapshot(wide), *held) == of_group(before, *held)
    edit(wide, f"{PATCHES}/actions/place_order.py.patch", "\n    assert order.total", "\n    assert order.amount")
    assert generate(wide).exit_code == 0
    assert "assert order.amount != 0" in read(wide, ACTION)
    accept(wide, ["show_order"], reason="it is called amount now", owner="finance")
    assert generate(wide).exit_code == 0
    settled(wide)


def test_an_edit_that_breaks_another_file_is_a_conflict_too(wide: Path) -> None:
    model = "generated/services/erp/models/order.py"
    keep_edit(wide, model, "    total: float | None = None\n", "    sum: float | None = None\n")
    put(wide, DEFINITION, project.ACTION + "  total: $steps.order.response.body#/total\n")
    result = generate(wide)
    assert [conflict.kind for conflict in result.conflicts] == ["patch-conflict"]
    assert 'has no attribute "total"' in result.conflicts[0].message
    assert result.conflicts[0].subject == "services/erp/models/order.py"


def test_a_patch_that_lost_its_file_is_told_and_its_discard_mends_it(wide: Path) -> None:
    file = "generated/actions/show_stock.py"
    keep_edit(wide, file, "from __future__", "# ours\nfrom __future__")
    (wide / "specs/actions/show_stock.yaml").unlink()
    result = generate(wide)
    assert (result.exit_code, [drift.kind for drift in result.conflicts]) == (1, ["patch-orphaned"])
    assert not (wide / file).exists()
    (drift,) = (drift for drift in check(wide).drifts if drift.kind != "tool-unaccepted")
    assert (drift.kind, drift.layer) == ("patch-orphaned", Layer.INVOCABLE_ACTION)
    assert drift.mend.endswith(f"codegen generate --discard {file}")
    assert generate(wide, discard=[str(wide / file)]).exit_code == 0
    assert not (wide / PATCHES / "actions/show_stock.py.patch").exists()
    accept(wide, ["show_stock"], reason="nobody calls it", owner="us")
    assert generate(wide).exit_code == 0
    settled(wide)


def test_a_broken_patch_holds_back_its_group_alone_and_names_its_file(wide: Path) -> None:
    keep_edit(wide, CLIENT, *EDITS[CLIENT])
    whole = read(wide, CLIENT_PATCH)
    put(wide, CLIENT_PATCH, "nonsense\n")
    before = snapshot(wide)
    edit(wide, CONTRACT, "For the supplier.", "For the supplier alone.")
    edit(wide, STOCK, "How many.", "How many there are.")
    result = generate(wide)
    assert (result.exit_code, [drift.kind for drift in result.conflicts]) == (1, ["patch-unreadable"])
    after = snapshot(wide)
    assert of_group(after, "services/erp/") == of_group(before, "services/erp/")
    assert after[CLIENT_PATCH] == b"nonsense\n"
    assert "How many there are." in read(wide, "generated/contracts/stock.json")
    (drift,) = check(wide).drifts
    assert (drift.kind, drift.layer) == ("patch-unreadable", Layer.EXTERNAL_SERVICE)
    assert CLIENT_PATCH in drift.mend
    put(wide, CLIENT_PATCH, whole)
    assert generate(wide).exit_code == 0
    settled(wide)


# ------------------------------------------------------------------ what can be kept, and on what


@pytest.mark.parametrize(
    ("file", "content", "message"),
    [
        ("generated/notes.txt", b"mine\n", "generated/notes.txt is no generated file"),
        ("generated/gone.py", None, "generated/gone.py is no generated file"),
        (CLIENT, None, f"{CLIENT} is not there"),
        (CATALOG, b"caf\xe9\n", f"{CATALOG} is not UTF-8"),
        (CATALOG, b"<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n", "unresolved merge conflict"),
        ("pyproject.toml", b"[tool.codegen]\n", "pyproject.toml is no file of generated/"),
        ("../elsewhere.py", b"", "is no file of generated/"),
    ],
)
def test_what_cannot_be_kept_is_told_and_nothing_is_written(
    wide: Path, file: str, content: bytes | None, message: str
) -> None:
    if content is None:
        (wide / file).unlink(missing_ok=True)
    else:
        (wide / file).write_bytes(content)
    edit(wide, ACTION, *EDITS[ACTION])
    with pytest.raises(UsageError, match=message):
        keep(wide, [str(wide / ACTION), str(wide / file)])
    assert not (wide / PATCHES).exists()


def test_a_file_as_it_was_generated_holds_no_edit_to_keep(wide: Path) -> None:
    with pytest.raises(UsageError, match="there is no edit to keep"):
        keep(wide, [str(wide / CLIENT)])


def test_an_edit_in_conflict_or_with_a_broken_patch_is_not_kept_over(wide: Path) -> None:
    clash(wide)
    edit(wide, CLIENT, *EDITS[CLIENT])
    with pytest.raises(UsageError, match="is in conflict"):
        keep(wide, [str(wide / CLIENT)])
    put(wide, CLIENT_PATCH, "nonsense\n")
    with pytest.raises(UsageError, match="cannot be read"):
        keep(wide, [str(wide / CLIENT)])


def commit(root: Path) -> None:
    who = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "-A"), ("commit", "-qm", "all")):
        subprocess.run(["git", *who, *words], cwd=root, check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_the_base_is_found_in_git_though_the_inputs_changed_since(wide: Path) -> None:
    commit(wide)
    edit(wide, CLIENT, *EDITS[CLIENT])
    edit(wide, CONTRACT, "For the supplier.", "For the supplier alone.")
    assert [drift.kind for drift in generate(wide).refused] == ["file-edited"]
    keep(wide, [str(wide / CLIENT)])
    assert generate(wide).exit_code == 0
    assert "# ours" in read(wide, CLIENT)
    assert "For the supplier alone." in read(wide, CLIENT)


def test_the_base_is_made_again_from_the_former_inputs_without_git(wide: Path) -> None:
    edit(wide, CATALOG, *EDITS[CATALOG])
    put(wide, "specs/actions/find_stock.yaml", project.SHOW_STOCK.replace("show_stock", "find_stock"))
    keep(wide, [str(wide / CATALOG)])
    assert "find_stock" not in read(wide, f"{PATCHES}/catalog.md.patch")
    assert generate(wide).exit_code == 0
    assert EDITS[CATALOG][1] in read(wide, CATALOG)
    assert "find_stock" in read(wide, CATALOG)


def test_a_base_that_is_nowhere_any_more_is_told_with_the_way_out(wide: Path) -> None:
    edit(wide, CLIENT, *EDITS[CLIENT])
    edit(wide, CONTRACT, "For the supplier.", "For the supplier alone.")
    with pytest.raises(UsageError, match="its inputs changed since"):
        keep(wide, [str(wide / CLIENT)])
    assert not (wide / PATCHES).exists()


def test_an_edit_of_a_held_tool_outlives_the_conflict_and_reaches_no_other_vendors_file(wide: Path) -> None:
    keep_edit(wide, TOOLS, *EDITS[TOOLS])
    clash(wide)
    generate(wide)
    assert EDITS[TOOLS][1] in read(wide, TOOLS)
    assert EDITS[TOOLS][1] not in read(wide, "generated/tools/openai.json")
    resolve(wide, CLIENT_PATCH)
    assert generate(wide).exit_code == 0
    assert EDITS[TOOLS][1] in read(wide, TOOLS)
    assert tools(wide)["place_order"] == "Orders a part."
    settled(wide)


def test_a_lock_lost_in_a_conflict_loses_nothing_and_only_files_that_differ_are_named(wide: Path) -> None:
    clash(wide)
    (wide / "codegen.lock").unlink()
    before = snapshot(wide)
    result = generate(wide)
    assert result.exit_code == 1
    refused = {drift.subject for drift in result.refused}
    assert "services/erp/async_client.py" in refused
    assert refused.isdisjoint({"services/erp/__init__.py", "services/erp/models/order.py", "services/erp/client.py"})
    assert snapshot(wide) == before


def test_a_dry_run_tells_of_a_conflict_and_writes_nothing(wide: Path) -> None:
    keep_edit(wide, CLIENT, "Place an order.", "Place an order, our way.")
    edit(wide, CONTRACT, "summary: Place an order", "summary: Send an order")
    before = snapshot(wide)
    result = generate(wide, dry_run=True)
    assert (result.exit_code, [drift.kind for drift in result.conflicts]) == (1, ["patch-conflict"])
    assert snapshot(wide) == before


def test_an_edit_by_hand_of_a_held_file_stops_the_run(wide: Path) -> None:
    clash(wide)
    edit(wide, "generated/services/erp/async_client.py", "service = SERVICE", "service = SERVICE  # more")
    before = snapshot(wide)
    assert [drift.kind for drift in generate(wide).refused] == ["file-edited"]
    assert snapshot(wide) == before
