"""The file of hospitals: read as a whole at the start, with one sentence for what is wrong, and looked at by doctor."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
from commands import trialscreen

from bot.cli.hospital_check import examine_listed_hospitals
from bot.cli.web_settings import read_page_serving
from bot.config import identity_providers
from bot.config.errors import UsageFault
from bot.config.identity_providers import IdentityProvider, read_identity_providers
from bot.config.settings import Settings
from bot.config.web_addresses import is_safe_address
from storage.features.members import Role

ROOT = Path(__file__).parents[2]
ENTRY = """\
    name: St Anna
    issuer: https://login.st-anna.example
    client_id: trialscreen
    roles: {doctors: clinician}
"""
WHOLE = f"format: 1\nhospitals:\n  st-anna:\n{ENTRY}"


def read(folder: Path, text: str) -> tuple[IdentityProvider, ...]:
    """Reads a file of hospitals."""
    file = folder / "hospitals.yaml"
    file.write_text(text, encoding="utf-8")
    return read_identity_providers(Settings(web_hospitals=file))


def test_a_file_of_hospitals_is_read(tmp_path: Path) -> None:
    """Protects what an operator writes: each key, the order of the roles, and what is meant without a key."""
    secret = tmp_path / "secret"
    secret.write_text("s3cret\n")
    secret.chmod(0o600)
    more = f"""\
    client_secret_file: {secret}
    audiences: [records]
    groups_claim: roles
    scopes: [openid, groups]
    max_age_minutes: 30
  other:
    name: Other
    issuer: http://localhost:8080/realms/x
    client_id: app
    roles: {{b: tester, a: coordinator, "7": referrer}}
"""
    first, second = read(tmp_path, WHOLE + more)
    assert first == IdentityProvider(
        "st-anna", "St Anna", "https://login.st-anna.example", "trialscreen", (("doctors", Role.CLINICIAN),), "s3cret",
        ("records",), "roles", ("openid", "groups"), 30,
    )  # fmt: skip
    assert second.roles == (("b", Role.TESTER), ("a", Role.COORDINATOR), ("7", Role.REFERRER))
    assert (second.client_secret, second.groups_claim, second.scopes, second.max_age_minutes) == (
        "", "groups", ("openid",), None,
    )  # fmt: skip
    assert second.find_role(("a", "b")) is Role.TESTER
    assert "s3cret" not in repr(first)


WRONG = [
    ("", "the file lists no hospitals"),
    ("format: 2\nhospitals: {}", "2 is not known here: write 1"),
    ("format: 1", "the key 'hospitals' is missing"),
    ("format: 1\nhospitals: {}", "hospitals: this is too short"),
    (WHOLE.replace("format: 1\n", ""), "the key 'format' is missing"),
    (WHOLE + "    password: x\n", "'password' is no key of this format"),
    (WHOLE + f"  st-anna:\n{ENTRY}", "the key 'st-anna' stands twice"),
    (WHOLE + f"  other:\n{ENTRY}", "hospitals.other.issuer: st-anna has this issuer too"),
    (WHOLE.replace("st-anna:", "St Anna:"), "this is no key of a hospital"),
    (WHOLE.replace("st-anna:", "callback:"), "this is no key of a hospital"),
    (WHOLE.replace("st-anna:", "-a:"), "this is no key of a hospital"),
    (WHOLE.replace("st-anna:", f"{'a' * 33}:"), "this is no key of a hospital"),
    (WHOLE.replace("name: St Anna", 'name: " "'), "this is no name"),
    (WHOLE.replace("name: St Anna", 'name: "a\\nb"'), "this is no name"),
    (WHOLE.replace("name: St Anna", f"name: {'a' * 81}"), "longer than 80 characters"),
    (WHOLE.replace("    name: St Anna\n", ""), "the key 'name' is missing"),
    (WHOLE.replace("https://", "http://"), "this is no issuer"),
    (WHOLE.replace("https://", "https://us:pass@"), "this is no issuer"),
    (WHOLE.replace(".example", ".example/?a=b"), "this is no issuer"),
    (WHOLE.replace(".example", ".example/#a"), "this is no issuer"),
    (WHOLE.replace("https://login.st-anna.example", "login.st-anna.example"), "this is no issuer"),
    (WHOLE.replace("client_id: trialscreen", "client_id: a b"), "this is no client"),
    (WHOLE.replace("clinician", "chief"), "'chief' is not known here: write 'clinician', 'referrer'"),
    (WHOLE.replace("{doctors: clinician}", "{}"), "roles: this is too short"),
    (WHOLE.replace("{doctors: clinician}", "[doctors]"), "a list stands where keys are wanted"),
    (WHOLE + "    scopes: [profile]\n", "openid is one of them"),
    (WHOLE + '    scopes: [openid, "a b"]\n', "openid is one of them"),
    (WHOLE + "    audiences: other\n", "'other' is no list"),
    (WHOLE + "    max_age_minutes: 0\n", "write at least 1"),
    (WHOLE + "    max_age_minutes: long\n", "'long' is no number"),
    (WHOLE + "    groups_claim: ''\n", "the text is empty"),
    (WHOLE + "    client_secret_file: /nowhere/secret\n", "st-anna.client_secret_file: /nowhere/secret cannot be read"),
    ("format: 1\nhospitals: [", "hospitals.yaml:"),
]


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_a_fault_of_the_file_is_one_sentence(tmp_path: Path, text: str, told: str) -> None:
    """Protects "read and checked as a whole at start": file, line, key, fault and remedy, and nothing is opened."""
    with pytest.raises(UsageFault, match=re.escape(told)) as refused:
        read(tmp_path, text)
    assert "\n" not in str(refused.value)
    assert "trial schema" not in str(refused.value)
    assert str(refused.value).startswith((str(tmp_path), "TRIALSCREEN_WEB_HOSPITALS: "))


def test_a_secret_that_others_may_read_is_refused(tmp_path: Path) -> None:
    """Protects the client's secret, as the bot's token; nor is one of several lines taken."""
    secret = tmp_path / "secret"
    text = WHOLE + f"    client_secret_file: {secret}\n"
    for content, mode, told in (("s", 0o644, "others may read"), ("a\nb", 0o600, "no secret of one line")):
        secret.write_text(content)
        secret.chmod(mode)
        with pytest.raises(UsageFault, match=told):
            read(tmp_path, text)


def test_without_the_extra_the_fault_names_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Protects an installation without the libraries: it is told at the start, and only where a hospital is set."""
    monkeypatch.setattr(identity_providers, "LIBRARIES", ("no_such_library",))
    assert read_page_serving(Settings()).hospitals == ()
    with pytest.raises(UsageFault, match=re.escape("needs no_such_library: pip install 'trialscreen[oidc]'")):
        read(tmp_path, WHOLE)


def test_the_libraries_are_loaded_only_where_a_hospital_is_set() -> None:
    """Protects pages without hospitals from what they do not need, also where the extra is not installed."""
    code = "import sys, bot.cli.web, bot.cli.doctor; sys.exit(len({'authlib', 'joserfc'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0


def test_the_page_is_served_with_the_hospitals_of_the_file(tmp_path: Path) -> None:
    """Protects the way from the setting to the page."""
    file = tmp_path / "hospitals.yaml"
    file.write_text(WHOLE)
    assert [each.key for each in read_page_serving(Settings(web_hospitals=file)).hospitals] == ["st-anna"]


@pytest.mark.parametrize(
    ("address", "is_safe"),
    [
        ("https://login.example/a?b=c", True),
        ("https://[2001:db8::1]:8443/", True),
        ("http://127.0.0.1:1/", True),
        ("http://[::1]/", True),
        ("http://localhost.example/", False),
        ("https://", False),
        ("https://a:x/", False),
        ("https://a b/", False),
        ("https://a/é", False),
        ("https://a/\r\n", False),
        ("//a", False),
        ("javascript:alert(1)", False),
        ("https://[a/", False),
    ],
)
def test_an_address_is_of_tls_or_of_this_machine(
    address: str,
    is_safe: bool,  # noqa: FBT001 - a column of the table
) -> None:
    """Protects codes and people from going anywhere in clear."""
    assert is_safe_address(address) is is_safe


def test_the_example_is_right() -> None:
    """Protects whoever copies docs/hospitals.yaml: it is refused for nothing but the secrets that are not there."""
    with pytest.raises(UsageFault, match=re.escape("example-university.client_secret_file: /etc/trialscreen/")):
        read_identity_providers(Settings(web_hospitals=ROOT / "docs/hospitals.yaml"))


def test_doctor_tells_what_is_set_and_what_is_wrong(tmp_path: Path) -> None:
    """Protects operators: a fault of the file is told, and what is right is told without asking anybody."""
    file = tmp_path / "hospitals.yaml"
    file.write_text(WHOLE)
    told = [each.said for each in examine_listed_hospitals(Settings(web_hospitals=file), is_quick=True)]
    assert told == [
        "st-anna: St Anna signs in at https://login.st-anna.example as a public client; groups give clinician"
    ]
    file.write_text("format: 2")
    (found,) = examine_listed_hospitals(Settings(web_hospitals=file), is_quick=True)
    assert (found.is_well, "format" in found.said) == (False, True)
    ran = trialscreen("doctor", "--quick", TRIALSCREEN_WEB_HOSPITALS=str(file))
    assert "WRONG hospitals: " in ran.out


def test_doctor_says_of_a_hospital_that_cannot_be_asked_where_to_look(tmp_path: Path) -> None:
    """Protects operators from a wrong issuer: it is found before anybody wants to sign in."""
    file = tmp_path / "hospitals.yaml"
    file.write_text(WHOLE.replace("https://login.st-anna.example", "http://127.0.0.1:9"))
    (found,) = examine_listed_hospitals(Settings(web_hospitals=file), is_quick=False)
    assert not found.is_well
    assert "http://127.0.0.1:9/.well-known/openid-configuration" in found.said
