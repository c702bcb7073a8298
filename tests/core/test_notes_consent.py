"""Consent and allergies in notes: who agreed to what, and to what somebody is allergic."""

import pytest
from noted import NoteRow, say

pytestmark = pytest.mark.traced

TABLE: list[NoteRow] = [
    # a note, what it gives beyond doubt, the facts to ask, the words about others and other times
    ("parents signed consent, mother consents", {"consent": "given"}, [], []),
    ("Enrolled in Interfant-06, consent signed", {}, ["consent"], []),
    ("Parents declined participation", {"consent": "refused"}, [], []),
    ("allergic to penicillin", {}, ["hypersensitivity"], []),
    ("proven anaphylaxis to blinatumomab", {"hypersensitivity": "yes"}, [], []),
    ("consent not yet discussed", {"consent": "pending"}, [], []),
    ("written consent from both parents", {"consent": "given"}, [], []),
    ("hypersensitivity to blinatumomab: no", {"hypersensitivity": "no"}, [], []),
    ("never received blinatumomab", {"hypersensitivity": "no"}, [], []),
    ("Proven hypersensitivity to blinatumomab", {"hypersensitivity": "yes"}, [], []),
    ("rash with penicillin, otherwise no allergies", {"hypersensitivity": "no"}, [], []),
    ("Consent obtained from both parents in writing", {"consent": "given"}, [], []),
    ("verbal consent", {}, ["consent"], []),
    ("consent planned", {}, ["consent"], []),
    ("Not consented yet", {}, ["consent"], []),
    ("Parents have declined the study", {"consent": "refused"}, [], []),
    ("Written informed consent for Interfant-21 obtained", {"consent": "given"}, [], []),
    ("Discussed with family, consent signed.", {"consent": "given"}, [], []),
    ("allergic to blinatumomab", {"hypersensitivity": "yes"}, [], []),
    ("?allergy to blina", {}, ["hypersensitivity"], []),
    ("mother's consent signed", {"consent": "given"}, [], []),
    ("consent form handed out", {}, ["consent"], []),
    ("consent will be signed tomorrow", {}, ["consent"], []),
    ("parents refuse consent to trial", {"consent": "refused"}, [], []),
    ("anaphylaxis to PEG", {}, ["hypersensitivity"], []),
]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_a_consent_and_an_allergy_are_read(row: NoteRow) -> None:
    """Protects from a consent to something else, and from an allergy to another drug."""
    note, *said = row
    assert say(note) == tuple(said)
