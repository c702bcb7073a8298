"""What stands beside a statement in a note and qualifies it: then nothing is proposed, and it is asked or left."""

import pytest
from noted import propose

pytestmark = pytest.mark.traced

NOT_PROPOSED: list[tuple[str, tuple[str, ...]]] = [
    # facts, and notes none of which may propose one of them
    ("corticosteroids", (
        "no chemo, steroids given", "denies chemo, steroids given", "no chemo, steroids administered",
        "no chemo, steroids received", "no chemo, steroids +", "no chemo, steroids - yes",
        "no live vaccines, steroids given", "no allergies, steroids given", "no steroids, not sure",
        "no steroids - please check", "no steroids recorded", "no steroids apart from prednisone",
    )),
    ("chemotherapy", (
        "no allergies, chemo given", "no allergies, chemo received", "no steroids, chemo given",
        "without steroids, chemo given", "no steroids, chemo administered", "steroids no chemo yes",
        "no chemo - check", "no chemo, unless given abroad", "no chemo (to be checked)",
    )),
    ("consent", (
        "consent to be signed", "consent to be obtained", "consent given, then withdrawn",
        "Consent given. Father has since changed his mind.", "father consented, mother refuses",
        "general consent signed", "data protection consent signed", "consent given - to be confirmed",
        "consent given -> withdrawn", "consent will be signed", "anaesthesia consent signed",
        "consent signed if eligible",
        "consent signed; Mother now objects", "consent given (old protocol)", "consent given for transfusion",
    )),
    ("cd19", (
        "CD19 neg - sorry pos", "CD19 neg; actually it's positive", "CD19: neg pos", "CD19 initially neg, repeat pos",
        "CD19 pos, no wait, neg", "CD19 neg, tbc", "CD19 neg - repeat pending", "CD19 neg subclone 3 %",
        "CD19 neg on day 33", "CD19 neg today", "control sample: CD19 neg", "CD19 neg by IHC, pos by flow",
        "CD19 neg -> pos", "CD19 neg or pos", "CD19 neg in the control", "CD19 neg (lab to confirm)",
        "CD19 neg last year", "CD19 neg in sister", "hematogones CD19+", "CD19+ CAR-T planned",
        "CD19 positive B cells in blood normal", "CD19 neg?!", "CD19 pos before, neg after", "CD19 at relapse neg",
    )),
    ("kmt2a", (
        "KMT2A germline - correction: rearranged", "KMT2A-r - to be confirmed",
        "KMT2A germline mutation (Wiedemann-Steiner)", "KMT2A-r expected", "KMT2A germline, sorry, rearranged",
    )),
    ("diagnosis", (
        "excl. T-ALL", "exclude T-ALL", "excluding T-ALL", "DD B-ALL", "V.a. pro-B-ALL", "working dx B-ALL",
        "DD neuroblastoma", "AML-like", "pt of Dr AML clinic", "B-ALL - to be confirmed",
        "newly dx B-ALL, not confirmed", "B-ALL vs AML", "B-ALL (unless flow says otherwise)",
    )),
    ("cns_eoi", (
        "hope for CNS1 at day 33", "CNS1 on day 33 expected", "day 33 CNS1 in twin", "day 33 CNS1 if LP clear",
        "CNS1 at day 33 (twin)",
    )),
    ("age_days", (
        "gestational age 34 weeks", "34 weeks old at birth", "between 10 and 12 weeks old at dx",
        "between 4 and 6 months old", "120 +/- 5 days old", "-5 days old", "age: 120 days vs 150 days",
        ">= 6 months old", "6 months or older", "max 120 days old", "not yet 3 months old",
        "will be 12 months old next week", "BCG at birth, blina planned at age 100 days",
        "was 30 days old when vaccinated", "4 mo on therapy", "at 6 weeks of age developed petechiae",
        "Bed 12 weeks old", "min 120 days old", "120 ± 5 days old", "under 6 months old",
        "120 day old rash", "10 weeks old scar", "4 months old at transfer", "aged 120 days at vaccination",
        "120 days old in January", "120 days old cousin", "until 6 months old",
    )),
    ("disease_phase", (
        "CD19 at relapse neg", "newly diagnosed hip dysplasia", "de novo KMT2A", "relapse therapy",
        "newly diagnosed diabetes", "newly diagnosed sepsis", "relapse risk high",
    )),
    ("live_vaccine", (
        "rotavirus gastroenteritis 2 weeks ago", "rotavirus positive in stool", "rotavirus exposure",
        "rota contraindicated", "rota vaccine due tomorrow", "rota x0", "varicella", "yellow fever travel history",
        "BCG-itis", "yellow fever", "exposed to varicella", "no live vaccines within 28 days of blina",
        "no live vaccines in past 4 weeks", "measles contact", "BCG scar", "rotavirus vaccine declined",
        "rotavirus season",
    )),
    ("live_vaccine_planned", (
        "Planned: MMR at 12 months, during maintenance", "MMR planned in 2 years",
        "MMR planned after end of therapy",
    )),
]  # fmt: skip
NOTHING = [
    # notes about two patients or about somebody else, which propose nothing at all
    "Twin B: healthy, KMT2A germline, had BCG at birth",
    "Twin B had BCG. Twin A is ours.",
    "Twin 2 KMT2A germline",
    "identical twin with KMT2A-r",
    "second twin: rota given, CD19 pos",
    "Baby 1 CD19 positive; baby 2 healthy, rota given",
    "pt 1 B-ALL, pt 2 healthy",
    "infant #2: consent refused",
    "The other one: KMT2A germline, CD19 negative",
    "Bed 4: T-ALL 8 months old. Bed 5: CD19 neg.",
    "Twin sister had steroids; KMT2A germline in her",
    "Twin A: B-ALL, CD19 pos. Twin B: healthy.",
    "her first child had B-ALL, CD19 neg, relapse",
    "previous child T-ALL",
    "previous pregnancy: T-ALL stillborn",
    "older child had rota",
    "stepsister relapsed",
    "half-brother had T-ALL",
    "grandpa CLL, CD19 pos",
    "as in the Smith case: relapsed, KMT2A germline",
    "Zwilling hat BCG bekommen",
    "donor: CD19 pos",
]


@pytest.mark.parametrize(
    ("facts", "note"), [(facts, note) for facts, notes in NOT_PROPOSED for note in notes], ids=lambda each: each
)
def test_what_is_qualified_is_not_proposed(facts: str, note: str) -> None:
    """Protects "every proposal is right": a word beside a statement that takes it back leaves it to be asked."""
    assert not set(facts.split()) & propose(note).keys()


@pytest.mark.sweep
@pytest.mark.parametrize("note", NOTHING)
def test_nothing_is_proposed_of_others(note: str) -> None:
    """Protects "words about somebody else never become answers": two patients in a note leave all to be asked."""
    assert propose(note) == {}
