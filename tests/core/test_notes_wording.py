"""Wordings of referrals: a patient who is new, steroids by aerosol alone, the kind of note before a colon."""

import pytest
from noted import propose

pytestmark = pytest.mark.traced

PROPOSED = [
    ("9 wk old girl, new BCP-ALL, t(4;11) on karyotype", "disease_phase", "newly_diagnosed"),
    ("New pro-B ALL, 63 days at dx", "disease_phase", "newly_diagnosed"),
    ("CNS1 at diagnosis, new B-ALL", "disease_phase", "newly_diagnosed"),
    ("Inhaled budesonide only in the 4 weeks before dx", "corticosteroids", "aerosol_only"),
    ("inhaled fluticasone only before diagnosis", "corticosteroids", "aerosol_only"),
    ("Transfer letter: 8 month old female, B-ALL", "age_days", {"min": 242, "max": 275}),
    ("Consult: newly diagnosed B-ALL, CD19 neg", "disease_phase", "newly_diagnosed"),
]
NOT_PROPOSED = [
    ("new B-ALL relapse", "disease_phase"),
    ("?new B-ALL", "disease_phase"),
    ("no new B-ALL", "disease_phase"),
    ("sibling: new B-ALL", "disease_phase"),
    ("previously new B-ALL, now relapsed", "disease_phase"),
    ("relapse, referred for the new B-ALL trial", "diagnosis"),
    ("referred for a new B-ALL study", "disease_phase"),
    ("for our new B-ALL protocol", "disease_phase"),
    ("not only inhaled budesonide before diagnosis", "corticosteroids"),
    ("inhaled budesonide only after diagnosis", "corticosteroids"),
    ("inhaled budesonide only, then oral prednisolone before diagnosis", "corticosteroids"),
    ("AML consult", "diagnosis"),
    ("Mother: 8 month old letter", "age_days"),
    ("Transfer: 8 months", "age_days"),
    ("Transfer: 8 month old female", "age_days"),
    ("Transplant: 8 month old female", "age_days"),
]


@pytest.mark.parametrize(("text", "fact", "value"), PROPOSED)
def test_what_referrals_say_is_proposed(text: str, fact: str, value: object) -> None:
    """Protects the share of stated facts that a tired reader need not be asked about."""
    assert propose(text)[fact] == value


@pytest.mark.sweep
@pytest.mark.parametrize(("text", "fact"), NOT_PROPOSED)
def test_what_only_sounds_so_is_not_proposed(text: str, fact: str) -> None:
    """Protects "0 wrong, 0 invented" beside these wordings."""
    assert fact not in propose(text)
