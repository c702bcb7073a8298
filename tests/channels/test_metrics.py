"""The metrics: each function shows on the page, the page parses, and no label holds what somebody said."""

from collections import Counter
from collections.abc import Callable

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.observability.metric_words import METRIC_WORDS, UNLISTED, DeadLetterReason, UpdateResult
from bot.observability.metrics import Metrics

CANARY = "rearranged 937.25 K7Q4-2MX telegram:12345"
BOUNDED: dict[str, Callable[[Metrics, str], None]] = {
    "updates": Metrics.count,
    "turns": lambda metrics, word: metrics.count_update(word, 0.01),
    "messages_retried": Metrics.count_retried,
    "messages_dropped": Metrics.count_dropped,
    "taps_refused": Metrics.count_refused_tap,
    "updates_put_aside": Metrics.count_dead_letter,
}


def samples(metrics: Metrics) -> dict[str, float]:
    """Returns what stands on the page, as a program reads it: names with labels, and values."""
    page, _ = metrics.render_page()
    return {
        f"{sample.name}{''.join(f'[{value}]' for value in sample.labels.values())}": sample.value
        for family in text_string_to_metric_families(page.decode())
        for sample in family.samples
    }


def change(does: Callable[[Metrics], None]) -> dict[str, float]:
    """Returns which values change by something that is counted, and by how much."""
    metrics = Metrics()
    before = samples(metrics)
    does(metrics)
    ours = {
        name: value - before.get(name, 0) for name, value in samples(metrics).items() if name.startswith("trialscreen_")
    }
    return {name.removeprefix("trialscreen_"): value for name, value in ours.items() if value and "_bucket" not in name}


@pytest.mark.parametrize(
    ("does", "changed"),
    [
        (lambda metrics: metrics.count("taken"), {"updates_total[taken]": 1}),
        (
            lambda metrics: metrics.count("refused_secret"),
            {"updates_total[refused_secret]": 1, "secrets_refused_total": 1},
        ),
        (
            lambda metrics: metrics.count_update(UpdateResult.ANSWERED, 0.5),
            {"turns_total[answered]": 1, "turn_seconds_count": 1, "turn_seconds_sum": 0.5},
        ),
        (
            lambda metrics: metrics.observe_commit(3, 0.25),
            {"commit_events_count": 1, "commit_events_sum": 3, "commit_seconds_count": 1, "commit_seconds_sum": 0.25},
        ),
        (lambda metrics: metrics.set_outbox(4, 12.5), {"outbox_depth": 4, "outbox_oldest_seconds": 12.5}),
        (lambda metrics: metrics.set_outbox(0, -5), {}),
        (lambda metrics: metrics.count_sent(None), {"messages_sent_total": 1}),
        (
            lambda metrics: metrics.count_sent(0.5),
            {"messages_sent_total": 1, "delivery_seconds_count": 1, "delivery_seconds_sum": 0.5},
        ),
        (lambda metrics: metrics.count_retried("server"), {"messages_retried_total[server]": 1}),
        (lambda metrics: metrics.count_dropped("bad_request"), {"messages_dropped_total[bad_request]": 1}),
        (lambda metrics: metrics.count_blocked(), {"chats_blocked_total": 1}),
        (lambda metrics: metrics.count_refused_tap("stale"), {"taps_refused_total[stale]": 1}),
        (lambda metrics: metrics.count_dead_letter("unparsable"), {"updates_put_aside_total[unparsable]": 1}),
        (lambda metrics: metrics.count_refused_secret(), {"secrets_refused_total": 1}),
        (lambda metrics: metrics.set_rollback(is_found=True), {"rollback_found": 1}),
        (lambda metrics: metrics.count_swept(3), {"screenings_swept_total": 3}),
        (lambda metrics: metrics.set_clock(is_doubted=True), {"clock_doubted": 1}),
        (lambda metrics: metrics.set_clock(is_doubted=False), {}),
        (lambda metrics: metrics.watch_poll(lambda: 12.5), {"poll_silent_seconds": 12.5}),
        (lambda metrics: metrics.count_forgotten(), {"screenings_forgotten_total": 1}),
    ],
)
def test_what_is_counted_shows_on_the_page_and_nothing_else(
    does: Callable[[Metrics], None], changed: dict[str, float]
) -> None:
    """Protects "what an operator watches": each function changes its own figures, by what happened."""
    assert change(does) == changed


@pytest.mark.parametrize("name", BOUNDED)
def test_no_text_of_anybody_becomes_a_label(name: str) -> None:
    """Protects "no label ever holds an id, a code or an answer": whatever is not in the closed list is "other"."""
    metrics = Metrics()
    BOUNDED[name](metrics, CANARY)
    for each in METRIC_WORDS[name]:
        BOUNDED[name](metrics, each)
    page = metrics.render_page()[0].decode()
    assert CANARY not in page
    assert "937.25" not in page
    counted = {key: value for key, value in samples(metrics).items() if key.startswith(f"trialscreen_{name}_total[")}
    expected = Counter([*METRIC_WORDS[name], UNLISTED])
    assert counted == {f"trialscreen_{name}_total[{word}]": times for word, times in expected.items()}


def test_no_label_grows_with_use() -> None:
    """Protects Prometheus and us: the page has as many lines after a thousand different words as before."""
    metrics = Metrics()
    for number in range(1000):
        for does in BOUNDED.values():
            does(metrics, f"word {number}")
        if not number:
            before = len(samples(metrics))
    assert len(samples(metrics)) == before


def test_counts_stand_at_nought_before_anything_happened() -> None:
    """Protects alarms: the first refusal shows as a rise, because the count was there before it."""
    found = samples(Metrics())
    assert found["trialscreen_secrets_refused_total"] == 0
    assert {found[f"trialscreen_updates_put_aside_total[{why.value}]"] for why in DeadLetterReason} == {0}


def test_the_build_and_the_process_are_told() -> None:
    """Protects "build info": which release runs, on which Python, and how much memory it takes."""
    found = samples(Metrics())
    assert [value for name, value in found.items() if name.startswith("trialscreen_build_info[")] == [1]
    assert found["process_resident_memory_bytes"] > 0


def test_two_registries_do_not_meet() -> None:
    """Protects "a registry of its own": what one counts, another does not."""
    one, other = Metrics(), Metrics()
    one.count_swept(5)
    name = "trialscreen_screenings_swept_total"
    assert (samples(one)[name], samples(other)[name]) == (5, 0)


def test_the_page_says_what_it_is() -> None:
    """Protects the route: the content type is the one that Prometheus asks for."""
    assert Metrics().render_page()[1].startswith("text/plain; version=")
