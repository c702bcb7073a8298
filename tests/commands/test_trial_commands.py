"""`trialscreen trial ...`: list, show, lint, diagram, schema, new; and trials of a folder of one's own."""

import json
from pathlib import Path

import jsonschema
import pytest
from commands import AML, ROOT, trialscreen

from bot import phrases
from dialogs.definition.document import parse
from dialogs.loading.loading import load

pytestmark = pytest.mark.traced

SHIPPED = ROOT / "dialogs" / "trials" / "interfant-21.yaml"
TRIAL = load(SHIPPED.read_text(encoding="utf-8"), SHIPPED.name)


@pytest.fixture
def new() -> str:
    """The skeleton of a definition, as `trial new my-trial > FILE` leaves it."""
    return trialscreen("trial", "new", "my-trial").printed()


@pytest.fixture
def own(tmp_path: Path, new: str, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one trial of one's own, named by the settings."""
    folder = tmp_path / "trials"
    folder.mkdir()
    (folder / "my-trial.yaml").write_text(new, encoding="utf-8")
    monkeypatch.setenv("TRIALSCREEN_TRIALS", str(folder))
    return folder


# list, show, diagram, schema


def test_list_gives_a_line_for_each_trial() -> None:
    """Protects `trial list`, for people and with --json."""
    (line,) = trialscreen("trial", "list").printed().splitlines()
    assert line.startswith("interfant-21 1.1.1  Interfant-21 International Collaborative Treatment Protocol")
    assert json.loads(trialscreen("trial", "list", "--json").printed()) == [
        {"id": "interfant-21", "version": TRIAL.definition.version, "digest": TRIAL.digest}
    ]


def test_show_holds_what_the_trial_is() -> None:
    """Protects "Every item is to be reachable".

    The items are the facts, every criterion's words in full, pathway, support, and the digest.
    """
    printed = trialscreen("trial", "show", "interfant-21").printed()
    assert f"Definition interfant-21 {TRIAL.definition.version}, {TRIAL.digest}\n" in printed
    for fact, of in TRIAL.facts.items():
        assert f"  {fact} ({of.kind}): " in printed
    for criterion in TRIAL.definition.criteria.values():
        assert criterion.quote in printed
    assert "131120" in printed


@pytest.mark.sweep
def test_show_as_json_holds_the_definition() -> None:
    """Protects programs that read a trial's facts and codes: the whole definition, and its digest."""
    shown = json.loads(trialscreen("trial", "show", str(AML), "--json").printed())
    assert shown == {
        "digest": load(AML.read_text("utf-8"), "x").digest,
        "definition": parse(AML.read_text("utf-8")).value,
    }


def test_the_diagram_is_mermaid_and_names_every_state() -> None:
    """Protects the picture of the dialogue: each fact's question and ask-back, and the states after the questions."""
    printed = trialscreen("trial", "diagram", "interfant-21").printed()
    assert printed.startswith("stateDiagram-v2\n")
    ways = [line.strip().partition(": ")[0].split(" --> ") for line in printed.splitlines() if " --> " in line]
    assert all(len(way) == 2 for way in ways)
    targets = {way[1] for way in ways}
    assert {f"asking_{fact}" for fact in TRIAL.facts} | {f"clarifying_{fact}" for fact in TRIAL.facts} <= targets
    assert {"settled", "review", "concluded", "stopped"} <= targets


@pytest.mark.sweep
def test_the_schema_is_json_schema_and_accepts_the_shipped_trial() -> None:
    """Protects editors, which check a definition against what `trial schema` prints."""
    schema = json.loads(trialscreen("trial", "schema").printed())
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    shipped = parse(SHIPPED.read_text(encoding="utf-8")).value
    assert list(validator.iter_errors(shipped)) == []
    assert list(validator.iter_errors({**shipped, "versoin": "1.0.0"})) != []


# new


@pytest.mark.sweep
def test_a_new_trial_can_be_screened_as_it_is(new: str, tmp_path: Path) -> None:
    """Protects the first steps of an author, before anything is changed.

    They are `trial new my-trial > FILE`, then lint, chat and check.
    """
    file = tmp_path / "my-trial.yaml"
    file.write_text(new, encoding="utf-8")
    assert trialscreen("trial", "lint", file).printed().startswith(f"{file}: no faults, no doubts (")
    printed = trialscreen("chat", "--trial", file, stdin="120 days\n").printed()
    assert "Recorded: Age at diagnosis: 120 days.\n" in printed
    checked = json.loads(trialscreen("check", file, "--json").printed())
    assert (checked["trial"], set(checked["determinations"].values())) == ("my-trial", {"undetermined"})


@pytest.mark.sweep
@pytest.mark.parametrize(
    "name", ["My-Trial", "my trial", "-trial", "", "my_trial!", "a: b", "x\ny", "../x", "é", "x" * 1000]
)
def test_an_id_that_is_none_is_refused(name: str) -> None:
    """Protects the file of an author, and its YAML, from an id that no command could name."""
    refused = trialscreen("trial", "new", "--", name).refused()
    assert refused.startswith(
        f"{name[:40]!r} is no id for a trial: use small letters, digits and hyphens, such as my-trial"
    )


# lint


@pytest.mark.sweep
def test_lint_of_trials_without_doubts_is_exit_0() -> None:
    """Protects `trial lint` for an id and for a file."""
    printed = trialscreen("trial", "lint", "interfant-21").printed()
    assert printed == f"interfant-21.yaml: no faults, no doubts (15 facts, 12 criteria, {TRIAL.digest})\n"
    assert (
        trialscreen("trial", "lint", AML).printed().startswith(f"{AML}: no faults, no doubts (14 facts, 11 criteria, ")
    )


def test_lint_of_a_broken_definition_lists_every_fault(new: str, tmp_path: Path) -> None:
    """Protects authors from mending one fault at a time: each has its line, and the exit is 2."""
    file = tmp_path / "my-trial.yaml"
    broken = new.replace("version: 1.0.0", "versoin: 1.0.0", 1).replace("format: 1 ", "format: 9 ", 1)
    file.write_text(broken, encoding="utf-8")
    ran = trialscreen("trial", "lint", file)
    faults = ran.err.splitlines()
    assert (ran.code, ran.out) == (2, "")
    assert all(fault.startswith(f"{file}:") for fault in faults)
    named = {fault.removeprefix(f"{file}:").split(": ")[1] for fault in faults}
    assert {"format", "version", "versoin"} <= named
    line = broken.splitlines().index(next(each for each in broken.splitlines() if each.startswith("versoin"))) + 1
    assert any(fault.startswith(f"{file}:{line}: versoin: ") for fault in faults)


@pytest.mark.sweep
def test_lint_of_a_doubtful_definition_is_exit_1(new: str, tmp_path: Path) -> None:
    """Protects "exit 1 if anything is doubtful": here a quote that is still a placeholder."""
    file = tmp_path / "my-trial.yaml"
    doubtful = new.replace("quote: Body weight below 5.5 kg", "quote: TODO", 1)
    assert doubtful != new
    file.write_text(doubtful, encoding="utf-8")
    ran = trialscreen("trial", "lint", file)
    assert (ran.code, ran.err) == (1, "")
    (doubt,) = ran.out.splitlines()
    line = next(number for number, each in enumerate(doubtful.splitlines(), 1) if "quote: TODO" in each)
    assert doubt.startswith(f"{file}:{line}: criteria.D2.quote: ")


def test_what_lint_cannot_read_is_refused(tmp_path: Path) -> None:
    """Protects lint, show and diagram from names that lead nowhere, and from a file that is no definition."""
    for command in ("lint", "show", "diagram"):
        assert trialscreen("trial", command, "nope").refused().startswith("no trial is called 'nope'; ")
        assert (
            trialscreen("trial", command, tmp_path / "no.yaml").refused()
            == f"{tmp_path}/no.yaml: there is no such file; check the name"
        )
    file = tmp_path / "empty.yaml"
    file.write_bytes(b"\xff")
    assert (
        trialscreen("trial", "show", file).refused()
        == f"{file}:1: this is no UTF-8 text; save a trial definition as UTF-8"
    )


# a folder of one's own


@pytest.mark.sweep
def test_trials_of_the_folder_are_found_by_their_id(own: Path) -> None:
    """Protects the setting TRIALSCREEN_TRIALS: its trials are listed after the shipped ones, and named like them."""
    assert [line.split()[0] for line in trialscreen("trial", "list").printed().splitlines()] == [
        "interfant-21",
        "my-trial",
    ]
    assert json.loads(trialscreen("check", "my-trial", "--json", "--brief").printed())["trial"] == "my-trial"
    assert trialscreen("chat", "--trial", "my-trial").printed().startswith("Screening for EXAMPLE-1: ")
    assert trialscreen("trial", "lint", "my-trial").printed().startswith(f"{own}/my-trial.yaml: no faults, no doubts (")
    assert trialscreen("check", "my-trail").refused() == "no trial is called 'my-trail'; did you mean my-trial?"
    assert trialscreen("chat").printed().startswith("Screening for Interfant-21: ")


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects a deployment from a setting that leads nowhere: exit 2, naming the setting."""
    monkeypatch.setenv("TRIALSCREEN_TRIALS", str(tmp_path / "nope"))
    for arguments in (("trial", "list"), ("check", "my-trial"), ("chat",)):
        assert (
            trialscreen(*arguments).refused()
            == f"TRIALSCREEN_TRIALS: {tmp_path}/nope is no folder; create it, or name another"
        )


@pytest.mark.sweep
def test_a_file_with_the_name_of_a_shipped_trial_is_refused(own: Path, new: str) -> None:
    """Protects people from two trials under one id: neither is taken silently, and the others go on."""
    (own / "interfant-21.yaml").write_text(new, encoding="utf-8")
    said = f"{own}/interfant-21.yaml: a shipped trial has this name already; rename the file and the trial's id"
    for arguments in (("chat",), ("chat", "--trial", "interfant-21"), ("chat", "--ephemeral"), ("serve",)):
        assert trialscreen(*arguments).refused() == said
    printed = trialscreen("chat", "--trial", "my-trial", stdin="/new interfant-21\n").printed()
    assert printed.startswith("Screening for EXAMPLE-1: ")
    assert phrases.TRIAL_FAULTY.format(trial="interfant-21") in printed
    listed = trialscreen("trial", "list")
    assert (listed.code, listed.err) == (1, f"trialscreen: {said}\n")
    assert [line.split()[0] for line in listed.out.splitlines()] == ["my-trial"]


@pytest.mark.sweep
def test_a_file_whose_trial_has_another_id_is_refused(own: Path, new: str) -> None:
    """Protects the same where the file's name hides it: a trial is named by its id, and its file by the same."""
    (own / "other.yaml").write_text(new.replace("id: my-trial", "id: interfant-21", 1), encoding="utf-8")
    said = (
        f"{own}/other.yaml: its trial has the id interfant-21; give the file the name interfant-21.yaml, or the trial"
        " the id other"
    )
    listed = trialscreen("trial", "list")
    assert (listed.code, listed.err) == (1, f"trialscreen: {said}\n")
    assert [line.split()[0] for line in listed.out.splitlines()] == ["interfant-21", "my-trial"]
    assert trialscreen("check", "other").refused() == said


@pytest.mark.sweep
def test_a_broken_definition_hides_no_other_and_doctor_names_it(own: Path) -> None:
    """Protects a clinic from one bad file: the other trials are served, and the operator is told which one is not."""
    (own / "broken.yaml").write_text("format: 1\nid: broken\n", encoding="utf-8")
    (own / "latin.yaml").write_bytes(b"\xff")
    (own / "folder.yaml").mkdir()
    listed = trialscreen("trial", "list", "--json")
    assert (listed.code, [each["id"] for each in json.loads(listed.out)]) == (1, ["interfant-21", "my-trial"])
    found = trialscreen("doctor", "--quick")
    assert found.code == 1
    assert "ok    trials: interfant-21, my-trial\n" in found.out
    for name in ("broken", "folder", "latin"):
        assert f"WRONG trials: {own}/{name}.yaml:" in found.out
        assert f"trialscreen: {own}/{name}.yaml:" in listed.err
    assert trialscreen("chat", "--trial", "my-trial").printed().startswith("Screening for EXAMPLE-1: ")


def test_what_systems_and_editors_leave_is_no_trial(own: Path) -> None:
    """Protects a folder that was copied by a Mac: `._my-trial.yaml` beside it holds no definition."""
    for name in ("._my-trial.yaml", ".#my-trial.yaml", ".yaml"):
        (own / name).write_bytes(b"\0\x05\x16\x07")
    listed = trialscreen("trial", "list").printed()
    assert [line.split()[0] for line in listed.splitlines()] == ["interfant-21", "my-trial"]


@pytest.mark.sweep
def test_a_trial_of_the_folder_with_a_fault_is_refused_with_its_first_fault(own: Path) -> None:
    """Protects screenings from a definition that is not understood.

    The command exits with 2, names the first fault, and says how to find the others.
    """
    (own / "broken.yaml").write_text("format: 1\nid: broken\nversion: 1.0.0\n", encoding="utf-8")
    refused = trialscreen("check", "broken").refused()
    assert refused.startswith(f"{own}/broken.yaml:1: about: the key 'about' is missing: add it (and ")
    assert refused.endswith(f" more; `trialscreen trial lint {own}/broken.yaml` lists them)")
    assert trialscreen("check", "my-trial", "--json", "--brief").code == 0
