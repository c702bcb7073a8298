"""A code of a link in whatever words, a code where another kind is meant, and one that is typed alone."""

from collections.abc import Iterator

import pytest
from moved_screenings import Device, find_stored
from phone_and_desk import Clinic, find_code, open_clinic

from bot import phrases
from bot.session.one_time_words import find_link_codes, is_one_time_code
from storage.features.one_time_codes import WRONG_ALLOWED
from storage.model.codes import format_code

OTHER = "K7Q-42M-XD1"

WORDS = [
    "link {code}",
    "type: link {code}",
    "please link {code} now",
    "/link{code}",
    "/link {code}",
    "link code {code}",
    "link link {code}",
    "link with {code}",
    "link my phone {code}",
    "link my phone with {bare}",
    "link {code} {code}",
    "Link {code} thanks",
    "LINK: {code}.",
    "{code} link",
    "link\n{code}",
    "Link \u201c{code}\u201d",
]


@pytest.fixture(scope="module")
def clinic() -> Iterator[Clinic]:
    """A bot and a page over one store."""
    with open_clinic() as opened:
        yield opened


def unlinked(clinic: Clinic, *, is_phone_first: bool) -> tuple[Device, Device]:
    """Returns two devices that are not linked."""
    phone, desk = clinic.phone(), clinic.desk_of()
    return (phone, desk) if is_phone_first else (desk, phone)


IN_BOTH_ORDERS = pytest.mark.parametrize("is_phone_first", [True, False], ids=["code of the phone", "code of the desk"])


@IN_BOTH_ORDERS
@pytest.mark.parametrize("words", WORDS)
def test_a_code_links_in_any_words(clinic: Clinic, words: str, *, is_phone_first: bool) -> None:
    """Protects whoever types a right code: no words beside it make it a wrong one."""
    first, second = unlinked(clinic, is_phone_first=is_phone_first)
    code = find_code(first.say("link"))
    while code.replace("-", "").isalpha():  # one in 25: without its dashes it could be a word
        code = find_code(first.say("link"))
    said = words.format(code=code, bare=code.lower().replace("-", ""))
    assert phrases.LINKED in second.say(said)


@IN_BOTH_ORDERS
def test_the_whole_instruction_links(clinic: Clinic, *, is_phone_first: bool) -> None:
    """Protects whoever copies the message and not the code, also beneath an open question."""
    first, second = unlinked(clinic, is_phone_first=is_phone_first)
    second.say("120 days")
    told = first.say("link")
    assert phrases.LINKED in second.say(told[told.index("On your other device") : told.index("and you see theirs.")])


@IN_BOTH_ORDERS
def test_two_codes_link_nothing(clinic: Clinic, *, is_phone_first: bool) -> None:
    """Protects from a guess of ours which of two codes is meant; nothing is counted as wrong."""
    first, second = unlinked(clinic, is_phone_first=is_phone_first)
    void, code = find_code(first.say("link")), find_code(first.say("link"))
    for _ in range(WRONG_ALLOWED + 1):
        assert phrases.LINK_TWO_CODES in second.say(f"link {void} {code}")
    assert phrases.LINKED in second.say(f"link {code}")


@IN_BOTH_ORDERS
def test_a_code_alone_says_what_to_type(clinic: Clinic, *, is_phone_first: bool) -> None:
    """Protects whoever types nothing but the code: at a question, under a menu, and where nothing is open."""
    first, second = unlinked(clinic, is_phone_first=is_phone_first)
    code = find_code(first.say("link"))
    told = phrases.ONE_TIME_CODE.format(code=code)
    assert told in second.say(code)
    second.say("120 days")
    assert told in second.say(code.lower())
    second.say("forget")
    assert told in second.say(code)
    assert phrases.KEEP_LABEL in second.labels
    for _ in range(WRONG_ALLOWED):
        second.say(code)
    stored = find_stored(clinic, second)
    assert stored is not None
    assert set(stored.screening.answers) == {"age_days"}
    assert phrases.LINKED in second.say(f"link {code}")


@IN_BOTH_ORDERS
def test_a_code_of_another_kind_is_told(clinic: Clinic, *, is_phone_first: bool) -> None:
    """Protects whoever takes one code for another: it is said what it is for; it still works, and is not counted."""
    first, second = unlinked(clinic, is_phone_first=is_phone_first)
    first.say("120 days")
    stored = find_stored(clinic, first)
    assert stored is not None
    own = format_code(stored.code)
    link, handover = find_code(first.say("link")), find_code(first.say("hand over"))
    for _ in range(WRONG_ALLOWED + 1):
        assert phrases.CODE_OF_LINK.format(code=link) in second.say(f"take {link}")
        assert phrases.CODE_OF_HANDOVER.format(code=handover) in second.say(f"link {handover}")
    for word in ("open", "forget", "hand over", "pdf", "picture"):
        assert phrases.ONE_TIME_CODE.format(code=link) in second.say(f"{word} {link}")
    for word in ("link", "take"):
        assert phrases.CODE_OF_SCREENING.format(code=own) in second.say(f"{word} {own}")
    assert phrases.TAKEN_OVER.format(code=own) in second.say(f"take {handover}")
    assert phrases.LINKED in second.say(f"link {link}")


@IN_BOTH_ORDERS
@pytest.mark.parametrize("word", ["link", "take"])
def test_guesses_are_counted_in_either_word(clinic: Clinic, word: str, *, is_phone_first: bool) -> None:
    """Protects codes of both kinds: after the wrong ones neither word tells anything of a right one."""
    first, second = unlinked(clinic, is_phone_first=is_phone_first)
    first.say("120 days")
    link, handover = find_code(first.say("link")), find_code(first.say("hand over"))
    for _ in range(WRONG_ALLOWED):
        second.say(f"{word} {OTHER}")
    for said in (f"take {link}", f"link {handover}", f"link {link}", f"take {handover}"):
        assert phrases.TAKE_TOO_MANY.partition("{")[0] in second.say(said)


@IN_BOTH_ORDERS
def test_a_code_that_was_sent_twice_is_not_a_wrong_one(clinic: Clinic, *, is_phone_first: bool) -> None:
    """Protects whoever presses twice, until the account stands alone again."""
    first, second = unlinked(clinic, is_phone_first=is_phone_first)
    code = find_code(first.say("link"))
    assert phrases.LINKED in second.say(f"link {code}")
    for _ in range(WRONG_ALLOWED + 1):
        assert phrases.LINK_ALREADY in second.say(f"link {code}")
    second.say("unlink")
    second.tap(phrases.UNLINK_LABEL)
    assert phrases.LINK_REFUSED in second.say(f"link {code}")


@IN_BOTH_ORDERS
@pytest.mark.parametrize(("said", "words"), [("report", "report"), ("pdf", "report pdf"), ("picture", "picture")])
def test_a_file_of_nothing_names_the_words_that_work(
    clinic: Clinic, said: str, words: str, *, is_phone_first: bool
) -> None:
    """Protects whoever asks for a file after forgetting: what they are told to type is what works."""
    first, _ = unlinked(clinic, is_phone_first=is_phone_first)
    first.say("120 days")
    stored = find_stored(clinic, first)
    assert stored is not None
    first.say("forget")
    first.tap(phrases.FORGET_LABEL.format(code=format_code(stored.code)))
    assert phrases.FILE_WHICH.format(words=words) in first.say(said)


@IN_BOTH_ORDERS
@pytest.mark.parametrize("said", ["wrong", "no", phrases.INACCURACY_NOTHING_LABEL])
def test_leaving_a_report_says_that_nothing_was_reported(clinic: Clinic, said: str, *, is_phone_first: bool) -> None:
    """Protects whoever types what is the matter where only choices are taken."""
    first, _ = unlinked(clinic, is_phone_first=is_phone_first)
    first.say("120 days")
    first.say("inaccurate")
    assert phrases.NOT_REPORTED in first.say(said)


@pytest.mark.parametrize(
    "note",
    [
        f"10-wk girl, a link to the other twin was excluded; sample {OTHER}, KMT2A-r, CNS negative, newly diagnosed",
        f"unlink {OTHER}",
        f"linked {OTHER}",
        "link",
        "link 123-456-789",
    ],
)
def test_a_note_or_another_word_links_nothing(note: str) -> None:
    """Protects notes and answers: in a long text only a code right behind the word links."""
    assert is_one_time_code(OTHER)
    assert find_link_codes(note.casefold()) == ""


@pytest.mark.parametrize("said", ["120 days", "K7Q4-2MX", "wbc 300000", "t(9;22)(q34;q11)", "123 456 789", "different"])
def test_an_answer_is_no_code(said: str) -> None:
    """Protects answers, and codes of screenings, from being taken for one-time codes."""
    assert not is_one_time_code(said)
