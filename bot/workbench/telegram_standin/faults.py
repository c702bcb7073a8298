"""Faults on a schedule: what goes wrong, for which calls, and when. The same seed brings the same faults.

Where a share of the calls fails, the seed, the method, the chat and the number of such calls before decide which. The
order in which different chats call does not matter, so runs can be repeated although chats run at once.
"""

from collections import Counter, deque
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Literal
from zlib import crc32

from bot.workbench.telegram_standin.call import Call

FaultKind = Literal[
    "too_many", "internal_error", "bad_gateway", "forbidden", "bad_request", "unauthorized", "not_found",
    "reset_before", "reset_after", "hang_before", "hang_after", "slow",
]  # fmt: skip
"""Refusals without an effect; a connection that breaks, or a reply that never comes, before or after the effect; a late
reply."""

BEFORE: frozenset[FaultKind] = frozenset(
    {
        "too_many",
        "internal_error",
        "bad_gateway",
        "forbidden",
        "bad_request",
        "unauthorized",
        "not_found",
        "reset_before",
        "hang_before",
    }
)
CallTest = Callable[[str, int | None], bool]


@dataclass(frozen=True, slots=True)
class InjectedFault:
    """Something that goes wrong; `seconds` is how long to wait, or what `retry_after` says."""

    kind: FaultKind
    seconds: float


@dataclass(slots=True)
class Rule:
    """Which calls fail how; `share` of them, or those that `kinds` lists one by one (None is a call that succeeds)."""

    wanted: CallTest
    kinds: deque[FaultKind | None]
    seconds: float
    share: float = 1.0
    number: int = 0
    is_list: bool = True
    seen: Counter[tuple[str, int | None]] = field(default_factory=Counter)


class Faults:
    """The schedule of a stand-in. Without `methods` a rule holds for every method but getUpdates."""

    def __init__(self, seed: int = 0) -> None:
        self.seed = seed
        self.happened: Counter[FaultKind] = Counter()
        self._rules: list[Rule] = []

    def next(
        self,
        *kinds: FaultKind | None,
        methods: Collection[str] = (),
        chats: Collection[int] = (),
        seconds: float = 1,
        when: CallTest | None = None,
    ) -> None:
        """Lets the next calls fail, one after another, in these ways."""
        self._rules.append(Rule(when or make_call_test(methods, chats), deque(kinds), seconds))

    def share(
        self,
        kind: FaultKind,
        share: float = 1.0,
        *,
        methods: Collection[str] = (),
        chats: Collection[int] = (),
        seconds: float = 1,
        when: CallTest | None = None,
    ) -> None:
        """Lets a share of the calls, from 0 to 1, fail until the faults are cleared."""
        self._rules.append(
            Rule(when or make_call_test(methods, chats), deque([kind]), seconds, share, len(self._rules), is_list=False)
        )

    def clear(self) -> None:
        """Ends all faults."""
        self._rules.clear()

    def pick(self, call: Call) -> InjectedFault | None:
        """Returns what goes wrong with a call; the first rule that fits decides."""
        if not self._rules:
            return None
        for rule in self._rules:
            if (
                (not rule.is_list or rule.kinds)
                and rule.wanted(call.method, call.chat)
                and (rule.is_list or self._falls(rule, call))
            ):
                kind = rule.kinds.popleft() if rule.is_list else rule.kinds[0]
                if kind is None:
                    return None
                self.happened[kind] += 1
                return InjectedFault(kind, rule.seconds)
        return None

    def _falls(self, rule: Rule, call: Call) -> bool:
        which = (call.method, call.chat)
        rule.seen[which] += 1
        return crc32(f"{self.seed}:{rule.number}:{which}:{rule.seen[which]}".encode()) < rule.share * 2**32


def make_call_test(methods: Collection[str], chats: Collection[int]) -> CallTest:
    """Returns a test for calls of certain methods and chats."""
    names = {method.lower() for method in methods}

    def wanted(method: str, chat: int | None) -> bool:
        return (method in names if names else method != "getupdates") and (not chats or chat in chats)

    return wanted
