"""Broken definitions: each row breaks a good one at one place, and is told where, what is wrong, and what to do."""

import re
from pathlib import Path

import pytest

from dialogs.definition.document import MAX_CHARACTERS
from dialogs.definition.faults import DefinitionError, Fault
from dialogs.loading.compiled_trial import Trial
from dialogs.loading.loading import load

pytestmark = pytest.mark.traced

TRIALS = Path(__file__).parents[2] / "dialogs" / "trials"
SKELETON = (TRIALS / "skeleton.txt").read_text(encoding="utf-8")
ONE_LINE = re.compile(r"new\.yaml:[1-9]\d*: ([\w.~<> …-]+: )?\S.*: \S.*")

KINDS = (
    "choice, yes_no, several, number, age, days_between, months_between, gestation, dose_per_area, daily_dose, washouts"
)
OFFER = "        offer: [first_episode, relapse]\n"
RANGE = "    range: {min: 1, max: 60}\n"
D2 = "    met_when: {weight_kg: {below: 5.5}}\n"
I3 = "    met_when: {consent: given}\n"
REQUIRES = "    requires: {entry: [eligible]}"
PREDNISONE = "{equivalent_mg: 5, synonyms: {en: [pred]}}"
CONSENT = "      refused: {label: {en: Refused}, synonyms: {en: [declined]}}\n"
OFF = re.findall(r"      off: .*\n", SKELETON)[0]

Row = tuple[str, str, str, str, str, str, str]

TABLE: list[Row] = [
    # What is wrong, the text replaced, its replacement. Then what is found:
    # the line of the fault, its key, a word of it, a word of the remedy.
    ("a key that is not known", RANGE, RANGE + "    unitt: kg\n", "unitt: kg", "facts.weight_kg.unitt",
     "'unitt' is no key", "spelling"),
    ("a key that is missing", RANGE, "", "weight_kg:", "facts.weight_kg.range", "'range' is missing", "add it"),
    ("a key that stands twice", RANGE, RANGE * 2, RANGE.strip(), "", "'range' stands twice", "keep one"),
    ("a key at the top that is missing", "pre_check:", "about_check:", "format", "pre_check", "is missing", "add it"),
    ("a kind that does not exist", "kind: yes_no               #", "kind: yesno  #", "kind: yesno",
     "facts.steroids.kind", "'yesno' is no kind of answer", KINDS),
    ("no kind at all", "    kind: yes_no               # the codes", "    # the codes", "steroids:",
     "facts.steroids.kind", "kind of answer is missing", KINDS),
    ("a kind of criterion that does not exist", "  E1:\n    kind: exclusion", "  E1:\n    kind: exclude",
     "kind: exclude", "criteria.E1.kind", "'exclude'", "'inclusion' or 'exclusion'"),
    ("text in place of wording", "unit: {en: kg}", "unit: kg", "unit: kg", "facts.weight_kg.unit",
     "'kg' stands where keys are wanted", "{en: kg}"),
    ("wording without English", "unit: {en: kg}", "unit: {de: kg}", "unit: {de", "facts.weight_kg.unit",
     "'en' is missing", "add a line"),
    ("a language in full", "unit: {en: kg}", "unit: {en: kg, german: kg}", "unit: {en", "facts.weight_kg.unit.german",
     "no language", "two letters"),
    ("a number in place of text", "acronym: EXAMPLE-1", "acronym: 2", "acronym: 2", "about.acronym", "2 is no text",
     "quotes"),
    ("nothing in place of text", "acronym: EXAMPLE-1", "acronym:", "acronym:", "about.acronym",
     "nothing (null) is no text", "quotes"),
    ("an empty text", "acronym: EXAMPLE-1", "acronym: ' '", "acronym: ' '", "about.acronym", "empty", "write it"),
    ("a word in place of a list", "synonyms: {en: [times]}", "synonyms: {en: times}", "synonyms: {en: times",
     "facts.relapses.synonyms.en", "'times' is no list", "[a, b]"),
    ("a list without a word", "synonyms: {en: [times]}", "synonyms: {en: []}", "synonyms: {en: []",
     "facts.relapses.synonyms.en", "too short", "add"),
    ("null as a word", "synonyms: {en: [times]}", "synonyms: {en: [~]}", "synonyms: {en: [~",
     "facts.relapses.synonyms.en.0", "nothing (null)", "quotes"),
    ("a word in place of a number", "near: 0.5", "near: half", "near: half", "facts.weight_kg.near",
     "'half' is no number", "digits"),
    ("true in place of a number", "near: 0.5", "near: true", "near: true", "facts.weight_kg.near", "true is no number",
     "digits"),
    ("a negative distance", "near: 0.5", "near: -0.5", "near: -0.5", "facts.weight_kg.near", "too small", "at least 0"),
    ("a dose of nothing", PREDNISONE, "{equivalent_mg: 0}", "prednisone: {",
     "facts.steroid_dose.drugs.prednisone.equivalent_mg", "too small", "above 0"),
    ("a dose in words", PREDNISONE, "{equivalent_mg: five}", "prednisone: {",
     "facts.steroid_dose.drugs.prednisone.equivalent_mg", "no number", "digits"),
    ("yes in place of true", "decimals: true             #", "decimals: yes #", "decimals: yes",
     "facts.weight_kg.decimals", "neither true nor false", "write one"),
    ("a version of two numbers", "version: 1.0.0", "version: 1.0", "version: 1.0", "version", "1.0 is no version",
     "three"),
    ("a version in words", "version: 1.0.0", "version: first", "version: first", "version", "'first' is no version",
     "1.0.0"),
    ("another format", "format: 1 ", "format: 2 ", "format: 2", "format", "2 is not known", "write 1"),
    ("an id with a capital letter", "id: new-trial", "id: New Trial", "id: New Trial", "id", "no id of a trial",
     "small letters"),
    ("an id that is too long", "id: new-trial", f"id: {'a' * 41}", "id: aaa", "id", "longer than 40", "shorten"),
    ("a date in words", "updated: 2026-01-31", "updated: 31 January", "updated: 31", "source.updated",
     "'31 January' is no date", "year-month-day"),
    ("a date that does not exist", "updated: 2026-01-31", "updated: 2026-02-30", "updated:", "source.updated",
     "'2026-02-30' is no date", "year-month-day"),
    ("a date that is a number", "updated: 2026-01-31", "updated: 2026", "updated:", "source.updated", "2026 is no date",
     "year-month-day"),
    ("a code with a space", CONSENT, "      not given: {label: {en: Refused}}\n", "not given",
     "facts.consent.options.not given", "no code", "small letters"),
    ("an id of a criterion in small letters", "  D2:\n", "  d2:\n", "d2:", "criteria.d2", "no id of a criterion",
     "capital letter"),
    ("null as a code", CONSENT, "      null: {label: {en: Refused}}\n", "null:", "", "'null' is no key",
     "another word"),
    ("~ as a code", CONSENT, "      ~: {label: {en: Refused}}\n", "~:", "", "'~' is no key", "another word"),
    ("true as a code", CONSENT, "      True: {label: {en: Refused}}\n", "True:", "", "'True' is no key",
     "another word"),
    ("unknown as a code", CONSENT, "      unknown: {label: {en: Refused}}\n", "unknown:",
     "facts.consent.options.unknown", "word of the format", "another code"),
    ("all as a fact", "  weight_kg:\n", "  all:\n", "all:", "facts.all", "word of the format", "another id"),
    ("a choice of one", CONSENT, "", "options:", "facts.consent.options", "too short", "add"),
    ("a range the wrong way round", RANGE, "    range: {min: 60, max: 1}\n", "range:", "facts.weight_kg.range",
     "min (60) must be below max (1)", "correct"),
    ("a range of nothing", RANGE, "    range: {min: 60, max: 60}\n", "range:", "facts.weight_kg.range", "must be below",
     "correct"),
    ("a range with parts of a whole number", "range: {min: 0, max: 50}", "range: {min: 0.5, max: 50}", "range:",
     "facts.relapses.range", "only whole numbers", "decimals"),
    ("an ask-back that offers what there is not", OFFER, "        offer: [maybe]\n", "offer: [maybe]",
     "facts.diagnosis.ask_back.0.offer", "'maybe' is no option", "first_episode, relapse"),
    ("a reply to what is not offered", "          relapse: {en: [again,", "          secondary: {en: [again,",
     "secondary: {en: [again", "facts.diagnosis.ask_back.0.replies.secondary", "'secondary' is not offered",
     "first_episode, relapse"),
    ("a reply that means two offers", "[again, it came back]", "[First-time]", "relapse: {en: [First",
     "facts.diagnosis.ask_back.0.replies.relapse", "'First-time' is a reply for two", "keep it at one"),
    ("a word that says nothing and something", "[biopsy proven, idiopathic]", "[lupus]", "neutral:",
     "facts.diagnosis.neutral", "'lupus' says something elsewhere", "keep it there"),
    ("a word that stands beside one value and says another", "[early, late]", "[lupus]", "beside:",
     "facts.diagnosis.options.relapse.beside", "'lupus' says something elsewhere", "keep it there"),
    ("a word of the time that is asked for and of another", "[now, at present, today]", "[last year]", "asked:",
     "facts.steroids.times.asked", "'last year' says something elsewhere", "keep it there"),
    ("a translocation with its bands", "        denied: {en: [relapse, recurrence]} ",
     ("        fusions: {genes: [A], partners: [B], locus: 1p1, partner_loci: [2q2], translocations: [t(1;2)(p1;q2)]}\n"
      "        denied: {en: [relapse, recurrence]} "),
     "fusions:", "facts.diagnosis.options.first_episode.fusions.translocations.0", "is no translocation without bands",
     "write t(4;11)"),
    ("a reference drug that is not listed", "reference: prednisone ", "reference: aspirin ", "reference:",
     "facts.steroid_dose.reference", "'aspirin' is not among", "prednisone"),
    ("a window outside the range", "clear_from: 29 ", "clear_from: 9999 ", "clear_from:",
     "facts.live_vaccine_days.clear_from", "outside the range", "0 to 6575"),
    ("a window without its wording", "delay the first dose by at least {days}", "wait", "delay:",
     "facts.live_vaccine_days.delay", "{days}", "add it"),
    ("wording with a brace that nothing fills", "from {date} on", "from {date} or {day} on", "clear:",
     "facts.live_vaccine_days.clear", "no other brace", "add it"),
    ("a word that stands for two values", "[declined]", "[Si-gned]", "refused:", "facts.consent.options.refused",
     "'Si-gned' stands for two", "keep it in one"),
    ("a word that is read and asked back", "[inhaled, cream]", "[by mouth]", "- words: {en: [by",
     "facts.steroids.ask_back.0", "'by mouth' stands for two", "keep it in one"),
    ("a fact that does not exist", I3, "    met_when: {consents: given}\n", "consents", "criteria.I3.met_when.consents",
     "no fact is called 'consents'", "choose one of age_days"),
    ("a code that does not exist", I3, "    met_when: {consent: givven}\n", "givven", "criteria.I3.met_when.consent",
     "'givven' is no value", "given, refused"),
    ("a code in a list that does not exist", I3, "    met_when: {consent: [given, x]}\n", "[given, x]",
     "criteria.I3.met_when.consent", "'x' is no value", "given, refused"),
    ("two facts in one condition", I3, "    met_when: {consent: given, relapses: 0}\n", "relapses: 0",
     "criteria.I3.met_when", "exactly one fact", "all: [{consent: ...}, {relapses: ...}]"),
    ("a condition that is a word", I3, "    met_when: given\n", "met_when: given", "criteria.I3.met_when",
     "'given' is no condition", "{fact: value}"),
    ("true in place of yes", '            - steroids: "yes"', "            - steroids: true", "steroids: true",
     "criteria.E1.met_when.any.1.all.0.steroids", "true and false are no answers", "'yes'"),
    ("an empty all", I3, "    met_when: {all: []}\n", "all: []", "criteria.I3.met_when.all", "too short", "dash"),
    ("all without a list", I3, "    met_when: {all: {consent: given}}\n", "all: {", "criteria.I3.met_when.all",
     "this is a mapping", "dash"),
    ("a number compared with a code", D2, "    met_when: {weight_kg: low}\n", "low", "criteria.D2.met_when.weight_kg",
     "a number", "at_least"),
    ("a comparison that does not exist", D2, "    met_when: {weight_kg: {less: 5}}\n", "less: 5",
     "criteria.D2.met_when.weight_kg.less", "'less' is no comparison", "below"),
    ("a comparison with nothing", D2, "    met_when: {weight_kg: {}}\n", "{}", "criteria.D2.met_when.weight_kg",
     "no limit", "at_least"),
    ("a threshold outside the range", D2, "    met_when: {weight_kg: {below: 550}}\n", "550",
     "criteria.D2.met_when.weight_kg.below", "550 lies outside", "1 to 60"),
    ("a fact that depends on a later one", RANGE, RANGE + "    applies_if: {consent: given}\n", "applies_if: {consent",
     "facts.weight_kg.applies_if.consent", "stands below", "move"),
    ("a fact that depends on itself", RANGE, RANGE + "    applies_if: {weight_kg: 5}\n", "applies_if: {weight",
     "facts.weight_kg.applies_if.weight_kg", "stands below", "move"),
    ("a note on a fact that does not exist", "when: {relapses: 0}", "when: {relapse: 0}", "when: {relapse:",
     "criteria.E1.notes.1.when.relapse", "no fact", "choose"),
    ("a criterion without its determination", "    determination: examplumab\n    name: {en: No first",
     "    name: {en: No first", "D1:", "criteria.D1.determination", "is missing", "add it"),
    ("a criterion of no determination", "determination: examplumab\n    name: {en: No first",
     "determination: entri\n    name: {en: No first", "entri", "criteria.D1.determination",
     "no determination is called 'entri'", "entry, examplumab"),
    ("a determination without criteria", "  entry:\n    name", "  spare:\n    name", "spare:", "determinations.spare",
     "no criterion leads", "name it"),
    ("a determination that requires itself", REQUIRES, "    requires: {examplumab: [eligible]}", "requires: {exam",
     "determinations.examplumab.requires.examplumab", "no determination that stands above", "entry"),
    ("a requirement that does not exist", REQUIRES, "    requires: {entri: [eligible]}", "requires: {entri",
     "determinations.examplumab.requires.entri", "no determination", "entry"),
    ("an outcome that is not final", REQUIRES, "    requires: {entry: [undetermined]}", "requires: {entry",
     "determinations.examplumab.requires.entry", "'undetermined' is no final outcome", "eligible"),
    ("a determination without off", OFF, "", "outcomes:", "determinations.examplumab.outcomes", "'off' is needed",
     "say what"),
    ("two outcomes of one code", "code: ineligible", "code: eligible", "outcomes:", "determinations.entry.outcomes",
     "two outcomes have the code 'eligible'", "its own"),
    ("a tab", "    unit: {en: kg}", "\tunit: {en: kg}", "unit: {en: kg}", "", "no readable YAML", "not with tabs"),
    ("a bracket that is not closed", "unit: {en: kg}", "unit: {en: kg", "range: {min: 1, max: 60}", "",
     "no readable YAML", "correct the line"),
    ("an alias", "unit: {en: kg}", "unit: *days", "unit: *days", "", "aliases", "write the value out"),
    ("an anchor", "unit: {en: kg}", "unit: &kg {en: kg}", "unit: &kg", "", "anchors", "write the value out"),
    ("a tag", "unit: {en: kg}", "unit: !!python/name:os.system {en: kg}", "unit: !!", "", "tags", "leave the tag out"),
    ("a control character", "unit: {en: kg}", "unit: {en: k\x07g}", "unit: {en: k", "", "U+0007", "UTF-8"),
    ("half a character", "unit: {en: kg}", "unit: {en: \ud83d}", "unit: {en:", "", "U+D83D", "UTF-8"),
    ("a list as a key", "unit: {en: kg}", "unit: {[en]: kg}", "unit: {[en", "", "a key must be a word", "behind a key"),
    ("a second document", "pre_check:", "---\npre_check:", "---", "", "second document", "keep one"),
]  # fmt: skip


def find_faults(text: str) -> tuple[Fault, ...]:
    with pytest.raises(DefinitionError) as error:
        load(text, "new.yaml")
    assert all(ONE_LINE.fullmatch(line) for line in str(error.value).splitlines()), str(error.value)
    assert len(str(error.value).splitlines()) == len(error.value.faults)
    return error.value.faults


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_a_broken_definition_is_told_where_what_and_what_to_do(row: Row) -> None:
    """Protects authors: each fault names its line, its key, what is wrong and the remedy, on one line."""
    wrong, old, new, at, key, fault_word, remedy_word = row
    assert SKELETON.count(old) == 1, f"{old!r} must stand once in the skeleton"
    text = SKELETON.replace(old, new)
    found = [each for each in find_faults(text) if each.key == key and fault_word in each.message]
    assert len(found) == 1, (wrong, find_faults(text))
    assert at in text.split("\n")[found[0].line - 1], wrong
    assert remedy_word in found[0].message.split(fault_word, 1)[1], wrong


WHOLE: list[tuple[str, str, str]] = [
    ("nothing", "", "no trial definition"),
    ("only a comment", "# to do\n", "no trial definition"),
    ("a list", "- a\n- b\n", "no trial definition"),
    ("a number", "5", "no trial definition"),
    ("null", "null", "no trial definition"),
    ("two megabytes", "x" * 2_000_000, f"{MAX_CHARACTERS:,} characters"),
    ("ten thousand lists", "[" * 10_000 + "]" * 10_000, "nested too deeply"),
    ("four hundred thousand lists", "[" * 400_000 + "]" * 400_000, "nested too deeply"),
    ("ten thousand mappings", "{a: " * 10_000 + "1" + "}" * 10_000, "nested too deeply"),
    ("ten thousand dashes", "- " * 10_000, "nested too deeply"),
    (
        "a condition too deep",
        SKELETON.replace(I3, "    met_when: " + "{not: " * 50 + "{consent: given}" + "}" * 50 + "\n"),
        "nested too deeply",
    ),
    (
        "a billion laughs",
        "a: &a [x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdef", "bcdefg", strict=True)),
        "anchors",
    ),
    ("a picture", "\x89PNG\r\n\x1a\n\x00\x00", "UTF-8"),
    ("a bare tag", "!!set {a}", "tags"),
]


@pytest.mark.parametrize(("what", "text", "words"), WHOLE, ids=[row[0] for row in WHOLE])
def test_what_is_no_definition_at_all_is_refused_at_once(what: str, text: str, words: str) -> None:
    """Protects the process: hostile or mistaken files end in one sentence, not in a crash, and not in minutes."""
    found = find_faults(text)
    assert len(found) == 1, what
    assert words in found[0].message, what


def test_all_faults_are_told_at_once_in_the_order_of_their_lines() -> None:
    """Protects authors from mending one fault after the other."""
    text = (
        SKELETON.replace("near: 0.5", "near: half")
        .replace("version: 1.0.0", "version: one")
        .replace("  hospitals:", "  hospital:")
    )
    found = find_faults(text)
    assert {each.key for each in found} == {"version", "about.hospital", "about.hospitals", "facts.weight_kg.near"}
    assert [each.line for each in found] == sorted(each.line for each in found)


def test_a_fault_at_the_end_stands_on_the_last_line() -> None:
    """Protects editors from a line that the file does not have."""
    assert find_faults(SKELETON + "all")[0].line == len(SKELETON.splitlines()) + 1


def test_several_keys_that_are_missing_in_one_place_are_all_named() -> None:
    """Protects a fact that was just begun."""
    text = SKELETON.replace("facts:\n", "facts:\n  height: {kind: number}\n", 1)
    assert {each.key for each in find_faults(text)} == {
        f"facts.height.{key}" for key in ("name", "ask", "ask_family", "why", "range", "fits")
    }


def load_changed(old: str, new: str) -> Trial:
    assert SKELETON.count(old) == 1
    return load(SKELETON.replace(old, new), "new.yaml")


@pytest.mark.sweep
@pytest.mark.parametrize("word", ["no", "yes", "on", "off", "y", "n"])
def test_bare_words_that_other_yaml_readers_take_for_true_or_false_stay_words(word: str) -> None:
    """Protects YAML 1.1's trap: `no` must never become False, neither as a code nor as a value."""
    text = SKELETON.replace(CONSENT, f"      {word}: {{label: {{en: Refused}}}}\n").replace(
        "met_when: {consent: given}", f"met_when: {{consent: {word}}}"
    )
    text = text.replace(
        '      given: {label: {en: Given}, synonyms: {en: ["yes", signed]}}', "      given: {label: {en: Given}}"
    )
    trial = load(text, "new.yaml")
    assert list(trial.facts["consent"].options) == ["given", word]  # type: ignore[union-attr]  # a choice


def test_unquoted_yes_means_the_same_as_quoted_yes() -> None:
    """Protects authors who forget the quotes: the very same definition, with the very same digest."""
    assert (
        load(SKELETON.replace('"yes"', "yes").replace('"no"', "no"), "new.yaml").digest
        == load(SKELETON, "new.yaml").digest
    )


def test_norwegian_is_a_language() -> None:
    """Protects `no:` as a key, which YAML 1.1 would read as False."""
    assert load_changed("unit: {en: kg}", "unit: {no: kg, en: kg}").facts["weight_kg"].unit["no"] == "kg"  # type: ignore[union-attr,index]  # a number


def test_a_date_is_read_from_a_word() -> None:
    """Protects `updated`, which YAML 1.1 would read as a date, and quotes, which must change nothing."""
    assert str(load_changed("updated: 2026-01-31", 'updated: "2026-01-31"').definition.source.updated) == "2026-01-31"


def test_a_byte_order_mark_is_no_fault() -> None:
    """Protects authors on Windows, whose editors write one."""
    assert load("\ufeff" + SKELETON, "new.yaml").digest == load(SKELETON.replace("\n", "\r\n"), "new.yaml").digest


def test_a_sign_at_the_end_keeps_two_words_apart() -> None:
    """Protects laboratories' spelling: X+ and X- are two words, though hyphens inside words do not matter."""
    assert load_changed("{en: [declined]}}", "{en: [consent-]}}").id == "new-trial"
    assert find_faults(SKELETON.replace("[declined]", "[s-i gned]"))[0].key == "facts.consent.options.refused"


def test_names_that_would_break_a_line_are_shown_on_one() -> None:
    """Protects logs and terminals from what a file holds."""
    assert r"a\nb" in str(find_faults(SKELETON.replace("id: new-trial", 'id: "a\\nb"'))[0])
    assert len(str(find_faults(SKELETON.replace("id: new-trial", f'id: "{"A" * 5_000}"'))[0])) < 200
