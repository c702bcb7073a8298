"""What an operator watches, for Prometheus: counts, delays, depths. No label ever holds an id, a code or an answer.

Every label's values are a closed list of words. Each `Metrics` has its own registry: two channels do not share one.
"""

import platform
from collections.abc import Callable
from importlib import metadata

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

from bot.observability.metric_words import METRIC_WORDS, UNLISTED, IntakeFate

disable_created_metrics()  # type: ignore[no-untyped-call]  # when each series began is of no use, and doubles the page

TURN_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10)
COMMIT_SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 5)
BATCH_SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500)


class Metrics:
    """The metrics of one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._counters: dict[str, Counter] = {}
        self._counter("updates", "Updates, by what became of them at the intake", "fate")
        self._counter("turns", "Updates that were taken, by what came of them", "ending")
        self._turn_seconds = self._histogram("turn_seconds", "From the update's arrival to its commit", TURN_SECONDS)
        self._commit_events = self._histogram("commit_events", "Events that shared a commit", BATCH_SIZES)
        self._commit_seconds = self._histogram("commit_seconds", "How long a commit took", COMMIT_SECONDS)
        self._outbox_depth = self._gauge("outbox_depth", "Messages that wait to be sent")
        self._outbox_oldest = self._gauge("outbox_oldest_seconds", "How long the first message that waits has been due")
        self._sent = self._counter("messages_sent", "Messages, edits and deletions that Telegram took")
        self._sending = self._histogram("delivery_seconds", "From a commit to Telegram's answer", TURN_SECONDS)
        self._counter("messages_retried", "Messages that will be tried again, by why", "why")
        self._counter("messages_dropped", "Messages that were given up, by why", "why")
        self._blocked = self._counter("chats_blocked", "Times that a chat turned out to be blocked")
        self._counter("taps_refused", "Taps that changed nothing, by why", "why")
        self._counter("updates_put_aside", "Updates of which nothing came and nobody was told, by why", "why")
        self._rollback = self._gauge("rollback_found", "1 where the database was older than its anchor at the start")
        self._secrets = self._counter("secrets_refused", "Webhook requests without the right secret")
        self._swept = self._counter("screenings_swept", "Screenings that were kept long enough, and forgotten")
        self._clock = self._gauge("clock_doubted", "1 while the clock is doubted, and nothing is forgotten by itself")
        self._poll = self._gauge("poll_silent_seconds", "How long no poll has been answered; 0 where none is made")
        self._forgotten = self._counter("screenings_forgotten", "Screenings that a person had forgotten")
        build = self._gauge("build_info", "The release that runs", "version", "python")
        build.labels(metadata.version("trialscreen"), platform.python_version()).set(1)
        ProcessCollector(registry=self.registry)

    def count(self, fate: str) -> None:
        """Counts an update at the intake, by its `IntakeFate`."""
        self._count("updates", fate)
        if fate == IntakeFate.REFUSED_SECRET:
            self.count_refused_secret()

    def count_update(self, ending: str, seconds: float) -> None:
        """Counts an update, by its `UpdateResult`, and how long it took from its arrival to its commit."""
        self._count("turns", ending)
        self._turn_seconds.observe(seconds)

    def observe_commit(self, events: int, seconds: float) -> None:
        """Notes how many events shared a commit, and how long it took."""
        self._commit_events.observe(events)
        self._commit_seconds.observe(seconds)

    def set_outbox(self, depth: int, oldest_seconds: float) -> None:
        """Notes how many messages wait, and for how long the first of them has been due: 0 where none is."""
        self._outbox_depth.set(depth)
        self._outbox_oldest.set(max(oldest_seconds, 0))

    def count_sent(self, seconds: float | None) -> None:
        """Counts a message that was sent, and how long that took from its commit, where this process saw that."""
        self._sent.inc()
        if seconds is not None:
            self._sending.observe(seconds)

    def set_rollback(self, *, is_found: bool) -> None:
        """Notes whether opening the store found that an older state was put back."""
        self._rollback.set(is_found)

    def count_retried(self, why: str) -> None:
        """Counts a message that will be tried again, by its `DeliveryFault`."""
        self._count("messages_retried", why)

    def count_dropped(self, why: str) -> None:
        """Counts a message that was given up, by its `DeliveryFault`."""
        self._count("messages_dropped", why)

    def count_blocked(self) -> None:
        """Counts a chat that turned out to be blocked."""
        self._blocked.inc()

    def count_refused_tap(self, why: str) -> None:
        """Counts a tap that changed nothing, by why (`TapRefusal`)."""
        self._count("taps_refused", why)

    def count_dead_letter(self, why: str) -> None:
        """Counts an update that became a dead letter, by why (`DeadLetterReason`)."""
        self._count("updates_put_aside", why)

    def count_refused_secret(self) -> None:
        """Counts a request to the webhook without the right secret."""
        self._secrets.inc()

    def count_swept(self, count: int) -> None:
        """Counts screenings that were stored long enough, and forgotten by themselves."""
        self._swept.inc(count)

    def set_clock(self, *, is_doubted: bool) -> None:
        """Notes whether the clock is doubted, so that nothing is swept."""
        self._clock.set(is_doubted)

    def watch_poll(self, get_silent_seconds: Callable[[], float]) -> None:
        """Lets each reading of the page find out how long the poll has had no answer."""
        self._poll.set_function(get_silent_seconds)

    def count_forgotten(self, count: int = 1) -> None:
        """Counts screenings that a person had forgotten."""
        self._forgotten.inc(count)

    def render_page(self) -> tuple[bytes, str]:
        """Returns the page that Prometheus reads, and its content type."""
        return generate_latest(self.registry), CONTENT_TYPE_LATEST

    def _counter(self, name: str, description: str, *labels: str) -> Counter:
        counter = Counter(f"trialscreen_{name}", description, labels, registry=self.registry)
        for word in sorted(METRIC_WORDS.get(name, ())):
            counter.labels(word)  # counts from 0 on, so that the first one shows as a rise
        self._counters[name] = counter
        return counter

    def _count(self, name: str, word: str) -> None:
        """Counts by a word of the metric's closed list, or as "other", so that nobody's text becomes a label."""
        self._counters[name].labels(str(word) if word in METRIC_WORDS[name] else UNLISTED).inc()

    def _gauge(self, name: str, description: str, *labels: str) -> Gauge:
        return Gauge(f"trialscreen_{name}", description, labels, registry=self.registry)

    def _histogram(self, name: str, description: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(f"trialscreen_{name}", description, registry=self.registry, buckets=buckets)
