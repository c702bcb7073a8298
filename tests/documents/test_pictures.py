"""Pictures of decision and pathway: their contents, with no overlap, nothing cut off, and files whole or absent."""

import io
import random
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from commands import AML, ELIGIBLE, ROOT
from drawings import draw_decision_png, draw_decision_svg, draw_pathway_png, draw_pathway_svg
from drawn_answers import ALL_OPEN, draw_answers

from bot.config.errors import UsageFault
from bot.documents.picture import text_metrics as letters
from bot.documents.picture.decision import lay_out_decision
from bot.documents.picture.layout import SMALLEST, WIDTH, Area, Panel, PictureLayout, WayKind
from bot.documents.picture.page_size import PRINTED
from bot.documents.picture.pathway import lay_out_pathway
from bot.documents.picture.png import render_png
from bot.documents.picture.styles import BOXES, PLATES, SIGNS, VERDICTS, Shape, SignStyle
from bot.documents.report.report import Report, make_report
from dialogs.conversation.screening import Screening
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load
from dialogs.rules.criteria import Effect
from dialogs.verdict.evaluate import Evaluator
from dialogs.verdict.json_answers import read_answers

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
CODE = "K7Q4-2MX"

ANSWERED: dict[str, dict[str, object]] = {
    "eligible": dict(ELIGIBLE),
    "ineligible": {**ELIGIBLE, "diagnosis": "t_all", "chemotherapy": "yes", "consent": "refused", "cns_eoi": "pending"},
    "pending": {
        **ELIGIBLE,
        "kmt2a": {"pending": "2026-06-20"},
        "cns_eoi": "pending",
        "age_days": {"min": 334, "max": 396},
    },
    "provisional": {
        **ELIGIBLE,
        "kmt2a": "unknown",
        "live_vaccine": "given",
        "live_vaccine_days": 10,
        "live_vaccine_planned": "yes",
    },
    "excluded": {**ELIGIBLE, "cns_eoi": "cns2"},
    "mixed": {**ELIGIBLE, "diagnosis": "b_mpal", "cd19": "unknown", "age_days": 363},
    "nothing": {},
}
REACHING = ("To reach a trial site:", *(f"- Hospital {number} of a long name, Town: 012345" for number in range(3)))
AML_ANSWERS: dict[str, object] = {
    "age_years": 60, "sex": "male", "ecog": "ecog1", "creatinine": 1.9, "bilirubin": 1, "haemoglobin": 8.4,
    "prior_chemotherapy": "no", "flt3": "wild_type", "qtc_long": "no",
}  # fmt: skip


@cache
def trial(file: Path = ROOT / "dialogs" / "trials" / "interfant-21.yaml") -> Trial:
    return load(file.read_text("utf-8"), file.name)


def report(answers: dict[str, object], of: Trial | None = None, state: str = "concluded") -> Report:
    of = of or trial()
    read = read_answers(of, answers)
    return make_report(
        of, Screening(of.id, of.digest, state, read), Evaluator(of).evaluate(read, NOW.date()), CODE, NOW
    )


def bare() -> Trial:
    """Returns a trial of which one criterion names nothing but a fact that does not always apply."""
    text = AML.read_text("utf-8")
    gated = "      all:\n        - sex: female\n        - age_years: {below: 55}\n        - pregnancy: positive\n"
    assert text.count(gated) == 1
    return load(text.replace(gated, "      pregnancy: positive\n"), AML.name)


def crowded() -> Trial:
    """Returns a trial with over thirty criteria, endless names, words without a gap, and signs that XML reads."""
    text = AML.read_text("utf-8")
    first = text[text.index("  In1:") : text.index("  In2:")]
    text = text.replace("  In2:", "".join(first.replace("In1", f"Copy-{n}") for n in range(24)) + "  In2:", 1)
    text = text.replace(
        "{en: 18 to 75 years}",
        '{en: "18 to 75 <years> & \\"more\\" ]]> ' + "of a very long name " * 9 + "W" * 90 + '"}',
    )
    return load(text.replace("{en: Trial entry}", "{en: Entry " + "into all of this " * 8 + "}"), "crowded.yaml")


@cache
def case(name: str) -> Report:
    if name == "unfinished":
        return report({"age_days": 120, "diagnosis": "b_precursor_all"}, state="asking_disease_phase")
    if name == "three columns":
        return report(AML_ANSWERS, bare())
    return report(AML_ANSWERS, crowded()) if name == "crowded" else report(ANSWERED[name])


CASES = [*ANSWERED, "unfinished", "three columns", "crowded"]


def panel(layout: PictureLayout, its_id: str) -> Panel:
    return next(each for each in layout.iterate_panels() if each.id == its_id)


def told(layout: PictureLayout, its_id: str) -> str:
    """Returns the words on a panel, its lines joined."""
    return " ".join(line.text for line in panel(layout, its_id).lines)


def overlap(one: Area, other: Area) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def within(inner: Area, outer: Area) -> bool:
    return inner.x >= outer.x and inner.right <= outer.right and inner.y >= outer.y and inner.bottom <= outer.bottom


def faults(layout: PictureLayout, smallest: int = PRINTED) -> list[str]:
    """Returns everything that overlaps, leaves its box or the picture, or is written too small."""
    found: list[str] = []
    whole = Area(0, 0, layout.width, layout.height)
    for each in [*layout.panels, *(inner for outer in layout.iterate_panels() for inner in outer.panels)]:
        parts = [
            *(line.area for line in each.lines),
            *(sign.area for sign in each.signs),
            *(inner.area for inner in each.panels),
        ]
        found += [f"{each.id}: leaves its box" for part in parts if not within(part, each.area)]
        found += [f"{each.id}: overlap" for one, other in combinations(parts, 2) if overlap(one, other)]
        found += [f"{each.id}: too small" for line in each.lines if line.size < smallest]
        found += [] if within(each.area, whole) else [f"{each.id}: leaves the picture"]
    found += [f"{a.id} and {b.id} overlap" for a, b in combinations(layout.panels, 2) if overlap(a.area, b.area)]
    for way in layout.ways:
        room = Area(way.x - 10, way.top, 20, way.bottom - way.top)
        texts = [line.area for each in layout.iterate_panels() for line in each.lines]
        found += ["a way crosses words" for area in texts if overlap(room, area)]
    return found


@pytest.mark.parametrize("name", CASES)
def test_nothing_overlaps_and_no_word_leaves_its_box(name: str) -> None:
    """Protects "no clipped text": every line and sign is in its box, every box in its column, and none over another."""
    layout = lay_out_decision(case(name))
    assert faults(layout) == []
    assert len({each.id for each in layout.iterate_panels()}) == len(list(layout.iterate_panels()))


@pytest.mark.parametrize("name", CASES)
def test_every_criterion_and_every_verdict_stands_in_its_own_column(name: str) -> None:
    """Protects "two verdicts must never be mixed up": a determination's column has only its criteria and verdict."""
    of = case(name)
    layout = lay_out_decision(of)
    for part in of.parts:
        ids = [each.id for each in panel(layout, f"lane-{part.id}").panels]
        assert ids == [f"heading-{part.id}", *(f"criterion-{row.id}" for row in part.rows), f"verdict-{part.id}"]
        assert unbroken(f"{part.name}: {part.word}") in unbroken(told(layout, f"verdict-{part.id}"))
        assert [sign.look for sign in panel(layout, f"verdict-{part.id}").signs] == [VERDICTS[part.standing]]
        assert part.say in told(layout, f"verdict-{part.id}")
        for row in part.rows:
            box = told(layout, f"criterion-{row.id}")
            assert unbroken(f"{row.id} {row.name}") in unbroken(box)
            assert box.endswith((row.effect.value, "does not apply"))


def unbroken(text: str) -> str:
    """Returns a text without its gaps, for words that were broken between two lines."""
    return "".join(text.split())


@pytest.mark.parametrize("seed", range(12))
def test_no_come_back_and_no_needed_answer_is_left_out(seed: int) -> None:
    """Protects "what is missing and when to come back stands at the open ones". Each note on these answers is told."""
    drawn = random.Random(seed)
    values: dict[str, list[object]] = {
        "age_days": [120, 400, "unknown", {"min": 334, "max": 396}], "kmt2a": ["rearranged", "germline", "pending"],
        "diagnosis": ["b_precursor_all", "b_mpal"], "cns_eoi": ["pending", "cns1", {"pending": "2026-07-03"}],
        "consent": ["pending", "given"], "cd19": ["unknown", "positive"], "hypersensitivity": ["no", "unknown"],
    }  # fmt: skip
    of = report({fact: drawn.choice(choices) for fact, choices in values.items()})
    layout = lay_out_decision(of)
    boxes = unbroken(" ".join(told(layout, f"criterion-{row.id}") for row in of.rows))
    for come_back in of.verdict.come_back:
        assert unbroken(f"Come back: {come_back.when}.") in boxes
    for gap in (gap for part in of.parts for gap in part.gaps):
        assert unbroken(f"Missing: {gap.name}: {gap.why}.") in boxes
    for note in (note for row in of.rows for note in row.told):
        assert unbroken(note) in boxes


@pytest.mark.parametrize(
    ("name", "column", "kind", "words"),
    [
        ("eligible", "blinatumomab", WayKind.OPEN, "Needs Trial entry: eligible. It is."),
        ("excluded", "blinatumomab", WayKind.OPEN, "Needs Trial entry: eligible. It is."),
        ("provisional", "blinatumomab", WayKind.UNKNOWN, "Needs Trial entry: eligible. Not yet known."),
        (
            "ineligible",
            "blinatumomab",
            WayKind.SHUT,
            "Needs Trial entry: eligible. It is not, so what follows does not apply.",
        ),
        (
            "three columns",
            "arm_b",
            WayKind.OPEN,
            "Needs Trial entry: eligible. It is. Needs Arm A, inhibitor: not suitable. It is.",
        ),
    ],
)
def test_a_box_between_says_whether_the_next_column_applies(name: str, column: str, kind: WayKind, words: str) -> None:
    """Protects "blinatumomab is not_applicable when protocol is ineligible", and that provisional is seen as such."""
    layout = lay_out_decision(case(name))
    assert told(layout, f"gate-{column}") == words
    above = panel(layout, f"gate-{column}").area
    inside = [way for way in layout.ways if within(Area(way.x, way.top, 0, way.bottom - way.top), above)]
    assert [way.kind for way in inside] == [kind]


def test_a_column_that_does_not_apply_is_faded_and_a_provisional_verdict_is_dashed() -> None:
    """Protects that neither is taken for a final exclusion: other lines, other words, not colour alone."""
    faded = lay_out_decision(case("ineligible"))
    assert "not applicable" in told(faded, "verdict-blinatumomab")
    looks = [
        sign.look for row in case("ineligible").parts[1].rows for sign in panel(faded, f"criterion-{row.id}").signs
    ]
    assert not set(looks) & set(SIGNS.values())
    provisional, sure = (
        panel(lay_out_decision(case(each)), "verdict-blinatumomab") for each in ("provisional", "excluded")
    )
    assert "provisionally" in " ".join(line.text for line in provisional.lines)
    assert (bool(provisional.ground.dashes), bool(sure.ground.dashes)) == (True, False)


def find_shapes(of: Report) -> dict[str, Shape]:
    layout = lay_out_decision(of)
    return {row.id: panel(layout, f"criterion-{row.id}").signs[0].look.shape for row in of.rows}


@pytest.mark.parametrize("name", ["eligible", "provisional", "three columns"])
def test_each_box_has_the_shape_of_its_effect(name: str) -> None:
    """Protects "a shape per effect": a circle passes, an octagon fails, a diamond is open, a bar does not apply."""
    shapes = {Effect.PASSES: Shape.TICK, Effect.FAILS: Shape.CROSS, Effect.OPEN: Shape.QUESTION}
    wanted = {row.id: shapes[row.effect] for row in case(name).rows}
    if name == "three columns":
        wanted["Ex1"] = Shape.BAR  # a pregnancy test, of a man
    assert find_shapes(case(name)) == wanted


@pytest.mark.parametrize("cd19", ["unknown", "positive", "negative", "pending"])
def test_a_criterion_that_cannot_apply_is_not_drawn_as_passed(cd19: str) -> None:
    """Protects "B1 for a B-cell MPAL": a tick would say that CD19 was looked at, and is well."""
    of = report({**ELIGIBLE, "diagnosis": "b_mpal", "cd19": cd19})
    assert [its_id for its_id, shape in find_shapes(of).items() if shape is Shape.BAR] == ["B1"]
    assert told(lay_out_decision(of), "criterion-B1").endswith("does not apply")
    assert find_shapes(report({**ELIGIBLE, "cd19": "positive", "diagnosis": "unknown"}))["B1"] is Shape.TICK


def test_what_an_answer_rules_out_is_drawn_as_passed() -> None:
    """Protects the other side: no chemotherapy, or sound kidneys, is a criterion that was looked at and passes."""
    female = {**AML_ANSWERS, "age_years": 50, "sex": "female", "pregnancy": "negative", "contraception": "yes"}
    shapes = find_shapes(report(female, trial(AML)))
    assert {shapes[each] for each in ("Ex1", "Ex2", "Ex3")} == {Shape.TICK}


def test_nothing_of_a_determination_that_does_not_apply_is_drawn_as_passed_or_failed() -> None:
    """Protects an infant who is not eligible from ticks and crosses that count for nothing."""
    shapes = find_shapes(report({**ELIGIBLE, "kmt2a": "germline", "cns_eoi": "cns2", "hypersensitivity": "unknown"}))
    assert {shapes[each] for each in ("B1", "B2", "B3", "B4")} == {Shape.BAR}


def check_page(of: Report) -> None:
    """Checks that a picture across A4 and Letter has letters of at least 8 points, within margins of a centimetre."""
    layout = lay_out_decision(of)
    smallest = min(line.size for each in layout.iterate_panels() for line in each.lines)
    for paper, (width, height) in {"A4": (297, 210), "Letter": (279.4, 215.9)}.items():
        points = min((width - 20) / layout.width, (height - 20) / layout.height) / 25.4 * 72
        assert smallest * points >= 8, (paper, of.screening.answers)
    assert faults(layout) == []


@pytest.mark.parametrize("state", ["concluded", "review"])
@pytest.mark.parametrize("answers", [*ANSWERED.values(), ALL_OPEN, {**ALL_OPEN, "diagnosis": "b_mpal"}])
def test_the_picture_fits_a_page_across_and_is_readable_there(answers: dict[str, object], state: str) -> None:
    """Protects "fits a landscape page and is readable there (at least 8 pt)", where most is to be said."""
    check_page(replace(report(answers, state=state), reaching=REACHING))


@pytest.mark.thinned(2)
@pytest.mark.parametrize("seed", range(3))
def test_any_picture_fits_a_page_across(seed: int) -> None:
    """Protects the same for a sample of all answers; the sweep draws hundreds more."""
    for answers in draw_answers(12, seed):
        check_page(replace(report(answers, state="review"), reaching=REACHING))


@pytest.mark.long
@pytest.mark.sweep
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 103))
def test_a_sweep_of_pictures_fits_a_page_across(seed: int) -> None:
    """Protects the same, for hundreds of sets of answers."""
    for answers in draw_answers(40, seed):
        check_page(replace(report(answers, state="review"), reaching=REACHING))


def test_a_criterion_without_an_answer_behind_it_says_why() -> None:
    """Protects "the answers behind it in words" where the fact does not apply: the reason stands there."""
    assert "Exclusion, not met. Pregnancy test: does not apply" in told(
        lay_out_decision(case("three columns")), "criterion-Ex1"
    )


def test_what_an_unfinished_screening_shows_is_called_unfinished() -> None:
    """Protects that answers so far are no result."""
    unfinished = lay_out_decision(case("unfinished"))
    assert told(unfinished, "unfinished").startswith("UNFINISHED")
    assert "Missing: KMT2A status: not asked." in told(unfinished, "criterion-E1")
    assert "unfinished" not in {each.id for each in lay_out_decision(case("eligible")).iterate_panels()}


def test_code_time_trial_version_and_who_decides_stand_on_it() -> None:
    """Protects what a filed picture must say of itself."""
    words = " ".join(lay_out_decision(case("eligible")).iterate_lines())
    for wanted in (
        CODE,
        "2026-06-01 12:00 UTC",
        "interfant-21 1.1.1",
        "This is a pre-check: the trial site decides.",
        "9 April 2024",
    ):
        assert wanted in words
    reachable = lay_out_decision(replace(case("eligible"), reaching=("To reach a trial site:", "Ward 3, 555 0100")))
    assert "To reach a trial site: Ward 3, 555 0100 Source:" in told(reachable, "footer")


def test_what_stands_near_a_threshold_is_told_on_its_box() -> None:
    """Protects "which decided criteria stand near a threshold (I2 and E3 both)"."""
    layout = lay_out_decision(case("mixed"))
    for criterion in ("I2", "E3"):
        assert "worth checking: Age at diagnosis 363 days, threshold 365 days." in told(
            layout, f"criterion-{criterion}"
        )


def grey(colour: str) -> float:
    red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue


def test_signs_and_boxes_are_told_apart_without_colour() -> None:
    """Protects "marked by shape and colour": printed grey, shapes, grounds and outlines still differ."""
    looks: list[SignStyle] = list(dict.fromkeys([*SIGNS.values(), *VERDICTS.values()]))
    assert len({look.shape for look in looks}) == 4
    assert min(abs(grey(one.fill) - grey(other.fill)) for one, other in combinations(looks, 2)) > 30
    for grounds in (BOXES, PLATES):
        seen = [(each.dashes, each.thickness, round(grey(each.stroke) / 25)) for each in grounds.values()]
        assert len(set(seen)) == len(seen)


@pytest.mark.parametrize("name", ["pending", "crowded"])
def test_the_svg_is_one_document_with_title_and_description_and_its_words_as_text(name: str) -> None:
    """Protects "readable as text" and "self-contained": every line is text, and nothing is fetched from elsewhere."""
    of = case(name)
    written = draw_decision_svg(of)
    svg = ET.fromstring(written)
    space = "{http://www.w3.org/2000/svg}"
    assert [each.text for each in svg.iter(f"{space}text")] == list(lay_out_decision(of).iterate_lines())
    assert svg[0].text == f"{of.acronym}: The decision on screening {CODE}"
    assert svg[1].text is not None
    assert all(f"{part.name}: {part.word}" in svg[1].text for part in of.parts)
    assert "href" not in written
    assert "url(" not in re.sub(r"url\(#\w+\)", "", written)


def test_words_that_xml_cannot_hold_are_replaced() -> None:
    """Protects valid XML whatever the words are."""
    definition = trial().definition
    about = definition.about.model_copy(update={"acronym": "A\x00\x0b<b>&amp;]]>\ud800\uffff é"})
    odd = replace(trial(), definition=definition.model_copy(update={"about": about}))
    title = ET.fromstring(draw_pathway_svg(odd).encode())[0].text
    assert title == "A\ufffd\ufffd<b>&amp;]]>\ufffd\ufffd é: The treatment pathway"


def test_the_pathway_shows_each_paragraph_once_in_order_without_arrows() -> None:
    """Protects "where the paragraphs do not give a structure do not invent one": in order, and no arrow leads on."""
    for of in (trial(), trial(AML)):
        layout = lay_out_pathway(of)
        boxes = [each for each in layout.panels if each.id.startswith("paragraph-")]
        assert [told(layout, each.id) for each in boxes] == [
            " ".join(each["en"].split()) for each in of.definition.about.pathway
        ]
        assert layout.ways == ()
        assert faults(layout, SMALLEST) == []
        assert "Information only" in told(layout, "header")


def pixels(drawn: bytes) -> Any:
    import numpy as np  # noqa: PLC0415
    from PIL import Image  # noqa: PLC0415

    return np.asarray(Image.open(io.BytesIO(drawn)).convert("RGB"))


def test_the_png_is_the_same_picture() -> None:
    """Protects the PNG: its size, its signs in their places, and letters where the words stand."""
    layout = lay_out_decision(case("provisional"))
    seen = pixels(draw_decision_png(case("provisional")))
    assert seen.shape == (round(layout.height), layout.width, 3)
    for each in layout.iterate_panels():
        for sign in each.signs:
            dot = seen[round(sign.y), round(sign.x - 0.75 * sign.reach)]
            assert bytes(dot).hex() == sign.look.fill.removeprefix("#")
        for line in each.lines:
            area = line.area
            inked = (
                seen[round(area.y) : round(area.bottom), round(area.x) : round(area.right)].min(axis=2) < 100
            ).mean()
            assert 0.04 < inked < 0.5, line.text


def test_several_chats_can_have_a_png_drawn_at_once() -> None:
    """Protects the bot that goes on: the typesetter takes one drawing at a time, and refuses a second thread."""
    with ThreadPoolExecutor(4) as threads:
        drawn = list(threads.map(lambda _: draw_pathway_png(trial(AML)), range(6)))
    assert len(set(drawn)) == 1


def test_letters_are_as_wide_as_they_are_measured() -> None:
    """Protects the table of widths: lines, regular and bold, end where the table says, within a few pixels."""
    layout = lay_out_pathway(trial(AML))
    seen = pixels(draw_pathway_png(trial(AML)))
    for line in (line for each in layout.panels for line in each.lines):
        area = line.area
        columns = (seen[round(area.y) : round(area.bottom), round(area.x) :].min(axis=2) < 100).any(axis=0)
        outline = WIDTH - area.x - 60
        last = max(index for index, is_inked in enumerate(columns[: round(outline)]) if is_inked)
        assert abs(last - area.width) < 12, line.text


def test_letters_that_the_font_lacks_are_refused_in_a_png_and_written_in_an_svg() -> None:
    """Protects against boxes in place of words: the PNG says which, and the SVG takes them."""
    of = load(AML.read_text("utf-8").replace("{en: Long QTc}", "{en: 長い QTc}"), "wide.yaml")
    with pytest.raises(UsageFault, match=r"no letters for some of the words \(U\+9577, U\+3044\); write an \.svg"):
        draw_decision_png(report(AML_ANSWERS, of))
    assert "長い QTc" in draw_decision_svg(report(AML_ANSWERS, of))
    assert faults(lay_out_decision(report(AML_ANSWERS, of))) == []


def test_a_picture_that_is_too_tall_for_a_png_is_refused() -> None:
    """Protects the bot's memory: a thousand criteria would take gigabytes to draw."""
    with pytest.raises(UsageFault, match=r"30,001 pixels tall, more than 30,000; write an \.svg"):
        render_png(replace(lay_out_pathway(trial()), height=30_001))


def test_lines_are_broken_where_they_must_be_and_signs_stay_with_their_figures() -> None:
    """Protects wrapped words: none lost, none wider than its room, and no '<' at the end of a line."""
    text = "negative (defined as < 0.01%) at ≤ 365 days, Donaudampfschifffahrtsgesellschaftskapitän"
    for room in range(60, 700, 7):
        lines = letters.wrap(text, room, 28)
        assert unbroken("".join(lines)) == unbroken(text)
        assert all(letters.measure_width(line, 28) <= room for line in lines)
        if room > 160:
            assert not any(line.endswith(("<", "≤")) for line in lines)
