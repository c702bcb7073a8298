"""The screening log as people get it: text, CSV, XLSX, JSON and pictures, and the commands that make them."""

import csv
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from commands import trialscreen
from matplotlib.image import imread
from stores import KEY, NOW
from tallies import ELIGIBLE, EXCLUDED, TRIAL, WITHOUT, Row, fill, rows, some

from bot.cli.log_options import PICTURES
from bot.config.errors import UsageFault
from bot.config.store_location import locate_store
from bot.config.trial_catalogue import find_trial
from bot.documents.screening_log.csv_file import write_csv
from bot.documents.screening_log.extra import import_extra
from bot.documents.screening_log.log import Log
from bot.documents.screening_log.making import LogRequest, make_log
from bot.documents.screening_log.phrases import SMALL_NUMBERS_WITHHELD
from bot.documents.screening_log.text import format_log
from bot.documents.screening_log.xlsx import write_xlsx
from storage.maintenance.verify import inspect_all
from storage.model.entries import EntryKind
from storage.opening.opening import open_store
from storage.unit_of_work.store import Store

TIME = "2026-06-15T12:00"
OTHER_FOLDER = "name a file in a folder that is there and lets you write"
OTHER_NAME = "and it is left as it is; name another one, or move it away"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture
def url(tmp_path: Path) -> str:
    """The URL of a store with a busy site's tally, as the commands find it."""
    return made(tmp_path, [*some(60)])


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Log:
    """The exact log of 10,000 screenings in 30 months."""
    return log_at(made(tmp_path_factory.mktemp("busy"), [*some(10_000, months=30)]), exact=True)


def made(folder: Path, tallied: list[Row]) -> str:
    """Makes a store in a folder, with a tally, and returns its URL."""
    url = f"sqlite:///{folder / 'kept.db'}"
    store = opened(url)
    fill(store, tallied)
    store.close()
    return url


def opened(url: str) -> Store:
    """Opens the store at a URL."""
    return open_store(locate_store(url), KEY, NOW)


def log_at(url: str, *, exact: bool) -> Log:
    """Returns the log of a store of one trial."""
    store = opened(url)
    try:
        return make_log(store, LogRequest(TRIAL, exact=exact), find_trial, NOW)
    finally:
        store.close()


def noted(url: str) -> list[tuple[EntryKind, str]]:
    """Returns what the store's trail tells."""
    store = opened(url)
    try:
        return [
            (entry.kind, entry.note)
            for found in inspect_all(store)
            if found.subject == "the realm"
            for _, entry in found.entries
        ]
    finally:
        store.close()


def read_csv(content: bytes) -> list[dict[str, str]]:
    """Returns the lines of a CSV file by their titles."""
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_csv_has_a_count_a_line(tmp_path: Path) -> None:
    """Protects the export: the figures are those of the tally, months as ISO has them, and Excel knows the encoding."""
    url = made(tmp_path, [*rows(3, ELIGIBLE), *rows(7, EXCLUDED, ["I2"], month="2026-05", role="referrer")])
    content = write_csv(log_at(url, exact=True))
    assert content.startswith(b"\xef\xbb\xbftrial,month,role,measure,item,count,text,")
    lines = {(line["month"], line["role"], line["measure"], line["item"]): line for line in read_csv(content)}
    assert lines["all", "all", "screened", ""]["count"] == "10"
    assert lines["2026-05", "all", "excluded", ""]["count"] == "7"
    assert lines["2026-06", "clinician", "eligible", ""]["count"] == "3"
    assert lines["all", "all", "reason for exclusion", "I2"]["text"] == "≤365 days of age at time of diagnosis of ALL"
    assert {line["small_numbers"] for line in lines.values()} == {"shown"}


def test_a_file_says_that_small_numbers_are_withheld(url: str) -> None:
    """Protects "say so in the file itself": whoever gets the file alone knows what the words in it stand for."""
    log = log_at(url, exact=False)
    assert {line["small_numbers"] for line in read_csv(write_csv(log))} == {"withheld"}
    assert SMALL_NUMBERS_WITHHELD in " ".join(format_log(log).split())
    assert any(SMALL_NUMBERS_WITHHELD in text for text in sheet_texts(write_xlsx(log)))


def test_no_cell_becomes_a_formula(busy: Log) -> None:
    """Protects whoever opens the file: what begins like a formula is text in CSV and in XLSX."""
    quotes = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")')
    trial = busy.trials[0]
    log = replace(
        busy, trials=(replace(trial, reasons=tuple(replace(trial.reasons[0], quote=quote) for quote in quotes)),)
    )
    assert [line["text"] for line in read_csv(write_csv(log)) if line["measure"] == "reason for exclusion"] == [
        f"'{quote}" for quote in quotes
    ]
    assert set(quotes) <= sheet_texts(write_xlsx(log))
    assert b"<f>" not in b"".join(parts(write_xlsx(log)).values())


def test_a_spreadsheet_has_numbers_as_numbers(url: str) -> None:
    """Protects "XLSX": its sheets, and that counts can be added up."""
    content = write_xlsx(log_at(url, exact=True))
    workbook = ET.fromstring(parts(content)["xl/workbook.xml"])
    main = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
    assert [sheet.get("name") for sheet in workbook.iter(f"{main}sheet")] == [
        "Log",
        "Months",
        "Roles",
        "Reasons",
        "Counts",
    ]
    months = ET.fromstring(parts(content)["xl/worksheets/sheet2.xml"])
    assert [cell.get("t") for cell in list(months.iter(f"{main}row"))[1]] == ["s", "s", *[None] * 7]
    assert content == write_xlsx(log_at(url, exact=True)), "the same log gives the same bytes"


@pytest.mark.parametrize("number", [0, 10, 60])
def test_text_fits_a_terminal(tmp_path: Path, busy: Log, number: int) -> None:
    """Protects "text for a terminal of 80 columns", with small numbers, large ones, and words in their place."""
    url = made(tmp_path, [*some(number)])
    for log in (log_at(url, exact=True), log_at(url, exact=False), busy):
        assert max(map(len, format_log(log).splitlines())) <= 80
    assert ["screened", f"{busy.trials[0].total.screened:,}"] in [
        line.split() for line in format_log(busy).splitlines()
    ]


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, ("no screenings", "no screenings", "no screenings")), (1, ("n = 1", "no exclusions", "2026-01: 1"))],
)
def test_pictures_of_little(tmp_path: Path, number: int, said: tuple[str, str, str]) -> None:
    """Protects "look right with 0, 1": a picture says that there is nothing, in words."""
    log = log_at(made(tmp_path, rows(number, WITHOUT, month="2026-01")), exact=True)
    for (name, draw), words in zip(PICTURES.items(), said, strict=True):
        svg = draw(log, log.trials[0], "svg")
        assert words in described(svg), name
        assert whole(draw(log, log.trials[0], "png")), name


def test_pictures_of_much(busy: Log) -> None:
    """Protects "10,000 screenings": all fit the picture. The same log gives the same bytes, with no date."""
    for name, draw in PICTURES.items():
        svg, png = (draw(busy, busy.trials[0], form) for form in ("svg", "png"))
        assert (svg, whole(png)) == (draw(busy, busy.trials[0], "svg"), True), name
        assert b"dc:date" not in svg
        assert any(label in described(svg) for label in ("E2 T-ALL: ", "2028-06: ", "Eligible as answered"))


def test_a_picture_for_others_draws_no_small_number(tmp_path: Path) -> None:
    """Protects "small numbers": a bar's length would tell what its label withholds, so nothing is drawn."""
    log = log_at(made(tmp_path, [*some(20)]), exact=False)
    for name, draw in PICTURES.items():
        assert "withheld" in described(draw(log, log.trials[0], "svg")), name


def test_a_missing_extra_is_one_line() -> None:
    """Protects "an extra that is missing: one clear line"."""
    with pytest.raises(
        UsageFault, match=r"^a spreadsheet needs the extra \[reports\]: pip install 'trialscreen\[reports\]'$"
    ):
        import_extra("trialscreen_of_another_world", "a spreadsheet")


def test_the_command_prints_and_notes_it(url: str) -> None:
    """Protects "exports are audited": reading is noted as reading; a file, or output for a program, as an export."""
    said = trialscreen("log", "--database", url, "--now", TIME).printed()
    assert said.startswith("Screening log, all months, made 2026-06-15 12:00 UTC\nSmall numbers are withheld")
    ran = trialscreen("log", "--database", url, "--from", "2026-02", "--to", "2026-03", "--exact", "--format", "json")
    assert '"period": "2026-02 to 2026-03"' in ran.printed()
    assert noted(url) == [
        (EntryKind.READ, "screening log of interfant-21, all months: text"),
        (EntryKind.EXPORTED, "screening log of interfant-21, 2026-02 to 2026-03: json, exact"),
    ]


def test_the_command_writes_files_for_their_owner(url: str, tmp_path: Path) -> None:
    """Protects the exports: each is a new file that only its owner reads, and all stand in the trail."""
    files = [tmp_path / name for name in ("log.csv", "flow.svg", "reasons.PNG")]
    ran = trialscreen(
        "log", "--database", url, "--output", files[0], "--flow", files[1], "--reasons", files[2], "--now", TIME
    )
    assert (ran.code, ran.out) == (0, "")
    assert sorted(ran.err.splitlines()) == sorted(f"trialscreen: {file}: written." for file in files)
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    assert read_csv(files[0].read_bytes())[0]["made_at"] == "2026-06-15T12:00:00Z"
    assert ET.fromstring(files[1].read_bytes()).tag == f"{SVG}svg"
    assert files[2].read_bytes().startswith(b"\x89PNG")
    assert noted(url) == [(EntryKind.EXPORTED, "screening log of interfant-21, all months: csv, flow, reasons")]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("--trial", "nobody"), "--trial: 'nobody' is no trial known here; known are: interfant-21"),
        (("--from", "2026-13"), "--from: '2026-13' is no month; write one such as 2026-06"),
        (("--to", "June"), "--to: 'June' is no month; write one such as 2026-06"),
        (("--from", "2026-03", "--to", "2026-02"), "--from 2026-03 is after --to 2026-02; exchange them"),
        (("--format", "pdf"), "--format: 'pdf' is no format of the log; write one of text, csv, xlsx, json"),
        (("--output", "{new}/log.doc"), "--format: 'doc' is no format of the log; write one of text, csv, xlsx, json"),
        (
            ("--flow", "{new}/flow.gif"),
            "--flow {new}/flow.gif: its ending says no format; name a file that ends in .svg or .png",
        ),
        (
            ("--flow", "{new}/a.svg", "--months", "{new}/a.svg"),
            "{new}/a.svg: it is named twice; name a file of its own for each",
        ),
        (
            ("--output", "{new}/nowhere/log.csv"),
            f"{{new}}/nowhere/log.csv: cannot be written (no such file or directory); {OTHER_FOLDER}",
        ),
        (
            ("--flow", "{new}/f.svg", "--output", "{new}/kept.txt"),
            f"{{new}}/kept.txt: there is a file already, {OTHER_NAME}",
        ),
    ],
)  # fmt: skip
def test_bad_input_is_one_line_and_leaves_nothing(
    url: str, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    """Protects "an export path that cannot be written: one clear line, nothing half-written": no file, no entry."""
    (tmp_path / "kept.txt").write_text("mine")
    before = {file: file.read_bytes() for file in tmp_path.iterdir()}
    given = [argument.format(new=tmp_path) for argument in arguments]
    assert trialscreen("log", "--database", url, *given).refused() == told.format(new=tmp_path)
    assert {file: file.read_bytes() for file in tmp_path.iterdir()} == before


def test_several_trials_are_drawn_one_by_one(tmp_path: Path) -> None:
    """Protects a picture from adding up trials: it asks which, and the text has them all."""
    url = made(tmp_path, [*rows(5, ELIGIBLE), *rows(6, {"entry": "eligible"}, trial="other")])
    refused = trialscreen("log", "--database", url, "--flow", tmp_path / "flow.svg").refused()
    assert refused == "there is more than one trial (interfant-21, other); name the one that is meant with --trial"
    assert not (tmp_path / "flow.svg").exists()
    assert "\nother\n" in trialscreen("log", "--database", url).printed()
    assert trialscreen("log", "--database", url, "--trial", "other", "--flow", tmp_path / "flow.svg").code == 0


def test_marks_are_recorded_and_corrected(url: str) -> None:
    """Protects "recorded by the coordinator with `trialscreen log mark`"."""
    mark = ("log", "mark", "--database", url, "--now", TIME)
    assert trialscreen(*mark, "approached", "6").printed() == "interfant-21, 2026-06: approached +6, 6 in all.\n"
    assert (
        trialscreen(*mark, "enrolled", "5", "--month", "2026-05").printed()
        == "interfant-21, 2026-05: enrolled +5, 5 in all.\n"
    )
    assert (
        trialscreen(*mark, "approached", "1", "--correct").printed()
        == "interfant-21, 2026-06: approached -1, 5 in all.\n"
    )
    said = trialscreen("log", "--database", url, "--to", "2026-05").printed()
    assert [line.split() for line in said.splitlines() if "approached  " in line or "enrolled  " in line] == [
        ["approached", "0"], ["enrolled", "5"],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("enroled", "1"), "'enroled' is nothing to mark; write one of approached or enrolled"),
        (("enrolled", "1", "--month", "2026-07"), "--month: 2026-07 is not here yet; mark what has happened"),
        (("enrolled", "1", "--month", "5/2026"), "--month: '5/2026' is no month; write one such as 2026-06"),
        (("enrolled", "1", "--trial", "nobody"), "--trial: 'nobody' is no trial known here; known are: interfant-21"),
        (
            ("enrolled", "1", "--correct"),
            "2026-06: 0 enrolled are marked for interfant-21, so 1 cannot be taken off; mark fewer",
        ),
    ],
)
def test_a_wrong_mark_is_one_line(url: str, arguments: tuple[str, ...], told: str) -> None:
    """Protects the counts from slips: nothing is recorded."""
    assert trialscreen("log", "mark", "--database", url, "--now", TIME, *arguments).refused() == told
    assert noted(url) == []


@pytest.mark.parametrize("count", ["0", "1001", "-1", "two"])
def test_a_count_is_a_number_of_people(url: str, count: str) -> None:
    """Protects the counts from slips: none, a thousand, fewer without saying so, and a word."""
    trialscreen("log", "mark", "--database", url, "enrolled", count).refused()
    assert noted(url) == []


def parts(content: bytes) -> dict[str, bytes]:
    """Returns the files within an XLSX file."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sheet_texts(content: bytes) -> set[str]:
    """Returns all texts of a spreadsheet."""
    shared = ET.fromstring(parts(content)["xl/sharedStrings.xml"])
    return {
        element.text or "" for element in shared.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}t")
    }


def described(svg: bytes) -> str:
    """Returns the title and the description of a picture."""
    root = ET.fromstring(svg)
    return ". ".join(
        element.text or ""
        for name in ("title", "description")
        for element in root.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}")
    )


def whole(png: bytes) -> bool:
    """Says whether nothing in a picture runs over its edge: a tenth of an inch all around is empty."""
    pixels = imread(io.BytesIO(png), format="png")[:, :, :3]
    edges = (pixels[:10], pixels[-10:], pixels[:, :15], pixels[:, -15:])
    return all((edge == 1).all() for edge in edges) and not (pixels == 1).all()
