"""The states of a trial's dialogue as a Mermaid diagram, drawn from the machine: the main path, one arrow for each kind of detour."""

from itertools import pairwise

from dialogs.conversation.state_machine import ASKING, CLARIFYING, CONCLUDED, REVIEW, SETTLED, STOPPED, StateMachine
from dialogs.loading.compiled_trial import Trial


def mermaid(trial: Trial) -> str:
    """Returns the diagram. Asking any fact again is one arrow, since it leads from every state to every question."""
    facts = list(trial.facts)
    ways = StateMachine(facts)
    possible = {(arrow.source, arrow.dest) for arrow in ways.list_transitions()}
    asking = [ASKING + fact for fact in facts]
    main = [("[*]", asking[0], "begin"), *((a, b, "answered, or skipped") for a, b in pairwise(asking))]
    main += [(ASKING + fact, CLARIFYING + fact, "asked back") for fact in facts]
    main += [(CLARIFYING + fact, state, "made clear") for fact, state in zip(facts, [*asking[1:], REVIEW], strict=True)]
    main += [
        (asking[-1], REVIEW, "no question left"),
        (asking[-1], SETTLED, "settled early"),
        (SETTLED, REVIEW, "stop here"),
    ]
    main += [
        (SETTLED, asking[-1], "list every reason"),
        (REVIEW, CONCLUDED, "show the result"),
        (asking[-1], STOPPED, "stop"),
    ]
    main += [(CONCLUDED, asking[0], "change any answer"), (STOPPED, asking[0], "resume, or start over")]
    lines = [
        f"    {source} --> {dest}: {label}"
        for source, dest, label in main
        if source == "[*]" or (source, dest) in possible
    ]
    return "\n".join(["stateDiagram-v2", *lines, f"    {CONCLUDED} --> [*]"])
