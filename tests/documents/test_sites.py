"""What a deployment lists: hospitals, support lines, an address for inaccuracies; where they show; their faults."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from commands import ROOT, trialscreen
from stores import ANSWERS, KEY, NOW, dialogue

from bot import phrases
from dialogs.conversation.dialogue import Dialogue
from dialogs.conversation.screening import Said
from dialogs.definition.faults import DefinitionError
from dialogs.loading.sites import NO_CONTACTS, Contacts, read_sites

pytestmark = pytest.mark.traced

TEXT = """\
format: 1
every_trial:
  hospitals:
    - name: {en: Children's Hospital A, nl: Kinderziekenhuis A}
      city: {en: Utrecht}
      contact: {en: "+31 1 234, the trial nurse"}
    - name: {en: Hospital B}
      contact: {en: b@b.example}
  support:
    - name: {en: Social work}
      say: {en: "weekdays, room 5"}
  inaccuracies: {en: quality@a.example}
trials:
  adult-aml:
    hospitals: []
    inaccuracies: null
"""
A = "- Children's Hospital A, Utrecht: +31 1 234, the trial nurse"
B = "- Hospital B: b@b.example"
TRIAL = dialogue().trial

Write = Callable[[str], Path]


def contacts(text: str = TEXT, trial: str = TRIAL.id) -> Contacts:
    return read_sites(text, "sites.yaml")[1].find_contacts(trial)


@pytest.fixture
def sites(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Writes the sites file that the settings name."""

    def write(text: str) -> Path:
        file = tmp_path / "sites.yaml"
        file.write_text(text, encoding="utf-8")
        monkeypatch.setenv("TRIALSCREEN_SITES", str(file))
        return file

    return write


def told(said: str, listed: Contacts = NO_CONTACTS) -> list[str]:
    """Returns the lines of the page that is shown for a word, before the open question."""
    spoken = Dialogue(TRIAL, contacts=listed)
    text = spoken.take_turn(spoken.begin(NOW).screening, Said(said), NOW).messages[-1].text
    return text.partition("\n\n")[0].splitlines()


def test_pages_show_what_is_listed_beside_what_the_trial_says() -> None:
    """Protects "shown with /trial", and the trial's own words: its hospitals are not recruiting, whoever is listed."""
    listed = contacts()
    assert told("trial", listed) == [*told("trial"), "To reach a trial site:", A, B]
    assert told("hospitals", listed) == [
        "Hospitals, as whoever runs this service lists them:",
        A,
        B,
        *told("hospitals"),
    ]
    assert told("support", listed) == ["Social work: weekdays, room 5", *told("support")]
    inaccurate = [
        "To tell whoever runs this service: quality@a.example",
        "Give no names or other identifiers of a patient.",
    ]
    assert told("inaccurate", listed) == [*told("inaccurate"), *inaccurate]


@pytest.mark.sweep
def test_a_verdict_says_how_to_reach_a_trial_site() -> None:
    """Protects "shown with the verdict": the first to call, with what comes next, and all that are listed a tap away.

    Without sites, the page of hospitals is named.
    """

    def concluded(spoken: Dialogue, *further: str) -> list[str]:
        turn = spoken.begin(NOW)
        for said in (*ANSWERS, *further):
            turn = spoken.take_turn(turn.screening, Said(said), NOW)
        return [message.text for message in turn.messages]

    (plain,), (listed,) = concluded(dialogue()), concluded(Dialogue(TRIAL, contacts=contacts()))
    assert listed == plain.replace("- Call a trial site: see 'hospitals'", f"- Call {A.removeprefix('- ')}\n{B}")
    *_, rest = concluded(Dialogue(TRIAL, contacts=contacts()), "every criterion")
    assert f"\nTo reach a trial site:\n{A}\n{B}\n" in rest


@pytest.mark.parametrize(("count", "more"), [(3, []), (4, ["- and 1 more: 'hospitals'"])])
def test_many_hospitals_are_told_in_short_with_a_verdict(count: int, more: list[str]) -> None:
    """Protects the length of a trial's page and of a verdict: they list three hospitals, and count the others."""
    lines = "".join(
        f"    - {{name: {{en: Hospital {number}}}, contact: {{en: c{number}}}}}\n" for number in range(count)
    )
    listed = contacts("format: 1\nevery_trial:\n  hospitals:\n" + lines)
    page = told("trial", listed)
    first = ["- Hospital 0: c0", "- Hospital 1: c1", "- Hospital 2: c2"]
    assert page[page.index("To reach a trial site:") + 1 :] == [*first, *more]
    assert f"- Hospital {count - 1}: c{count - 1}" in told("hospitals", listed)


def test_what_a_trial_lists_stands_in_place_of_what_every_trial_gets() -> None:
    """Protects "per trial, or for all": key by key, and a trial may have none where all others have some."""
    aml = contacts(trial="adult-aml")
    assert (aml.hospitals, aml.inaccuracies) == ([], None)
    assert [item.name["en"] for item in aml.support] == ["Social work"]
    assert contacts("format: 1") == NO_CONTACTS


FAULTS = [
    (
        "a key that is not known",
        "city: {en",
        "town: {en",
        5,
        "every_trial.hospitals.0.town",
        ("'town' is no key", "remove it"),
    ),
    (
        "no way to reach it",
        "      contact: {en: b@b.example}\n",
        "",
        7,
        "every_trial.hospitals.1.contact",
        ("'contact' is missing", "add it"),
    ),
    (
        "text in place of wording",
        "{en: quality@a.example}",
        "q@a.example",
        12,
        "every_trial.inaccuracies",
        ("where keys are wanted", "{en: q@a.example}"),
    ),
    (
        "wording without English",
        "{en: Utrecht}",
        "{nl: Utrecht}",
        5,
        "every_trial.hospitals.0.city",
        ("'en' is missing", "add a line"),
    ),
    (
        "a number in place of text",
        "{en: b@b.example}",
        "{en: 131120}",
        8,
        "every_trial.hospitals.1.contact.en",
        ("131120 is no text", "quotes"),
    ),
    (
        "an empty name",
        "{en: Hospital B}",
        '{en: ""}',
        7,
        "every_trial.hospitals.1.name.en",
        ("the text is empty", "write it"),
    ),
    ("another format", "format: 1", "format: 2", 1, "format", ("2 is not known", "write 1")),
    ("no trial's id", "adult-aml", "Adult AML", 14, "trials.Adult AML", ("no id of a trial", "small letters")),
]


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "words"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS]
)
def test_a_fault_names_file_line_key_fault_and_remedy(
    old: str, new: str, line: int, key: str, words: tuple[str, str]
) -> None:
    """Protects the operator: "an error names file, line, key, fault, remedy", as those of trial definitions do."""
    with pytest.raises(DefinitionError) as caught:
        contacts(TEXT.replace(old, new))
    (found,) = caught.value.faults
    assert (found.line, found.key) == (line, key)
    assert all(word in found.message for word in words)


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "format: 1\ntrials: {interfant-12: {}}\n",
            r":2: trials\.interfant-12: no trial has this id: correct it \(there are interfant-21\), or .*",
        ),
        ("- a list\n", ":1: the file lists no sites: begin it with 'format: 1', as docs/sites.yaml does"),
        ("format: 1\n\tsites: x\n", ":2: no readable YAML .*: indent with spaces, not with tabs"),
        (
            "format: 2\nwhere: x\n",
            ":1: format: 2 is not known here: write 1 (and 1 more)".replace("(", r"\(").replace(")", r"\)"),
        ),
    ],
    ids=["an unknown trial", "a list", "a tab", "two faults"],
)
def test_a_fault_is_told_before_anything_is_opened(sites: Write, tmp_path: Path, text: str, said: str) -> None:
    """Protects "looked at once at start, before anything is opened": exit 2, one line, no database; and `doctor`."""
    file = sites(text)
    database = f"sqlite:///{tmp_path}/screenings.db"
    refused = trialscreen("chat", "--database", database).refused()
    assert re.fullmatch(re.escape(str(file)) + said, refused)
    assert trialscreen("chat", "--ephemeral").refused() == refused
    assert sorted(tmp_path.iterdir()) == [file]
    checked = trialscreen("doctor", "--quick", "--database", database)
    assert (checked.code, f"WRONG sites: {refused}\n" in checked.out) == (1, True)


def test_a_file_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects from a chat without the hospitals that somebody meant to list."""
    monkeypatch.setenv("TRIALSCREEN_SITES", str(tmp_path / "none.yaml"))
    assert (
        trialscreen("chat", "--ephemeral").refused() == f"{tmp_path}/none.yaml: there is no such file; check the name"
    )


@pytest.mark.sweep
def test_the_chat_shows_what_the_file_lists_and_doctor_counts_it(
    sites: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Protects TRIALSCREEN_SITES from a file that is read and not used: in memory, and with a database."""
    sites(TEXT[: TEXT.index("trials:")])
    database = f"sqlite:///{tmp_path}/screenings.db"
    checked = trialscreen("doctor", "--quick", "--database", database).printed()
    assert (
        "ok    sites: interfant-21: hospitals 2, support lines 1, inaccuracies go to the address that is listed\n"
        in checked
    )
    assert B in trialscreen("chat", "--ephemeral", stdin="hospitals\n").printed()
    monkeypatch.setenv("TRIALSCREEN_KEY", KEY.text)
    chat = trialscreen("chat", "--database", database, stdin="hospitals\ninaccurate\n").printed()
    assert B in chat
    assert chat.count("To tell whoever runs this service: quality@a.example") == 1
    assert phrases.INACCURACY_PART not in chat


def test_the_example_is_one(sites: Write, tmp_path: Path) -> None:
    """Protects the operator who begins with docs/sites.yaml: it is read, and lists what its comments say."""
    text = (ROOT / "docs" / "sites.yaml").read_text(encoding="utf-8")
    sites(text)
    checked = trialscreen("doctor", "--quick", "--database", f"sqlite:///{tmp_path}/screenings.db").printed()
    assert (
        "ok    sites: interfant-21: hospitals 2, support lines 1, inaccuracies are kept for the coordinator\n"
        in checked
    )
    assert contacts(text, "another").inaccuracies == {"en": "quality@hospital.example"}


def test_without_a_file_nothing_is_listed(tmp_path: Path) -> None:
    """Protects "without it everything stays as it is now"."""
    database = f"sqlite:///{tmp_path}/screenings.db"
    said = "ok    sites: none are listed; the pages say what each trial's definition says\n"
    assert said in trialscreen("doctor", "--quick", "--database", database).out
