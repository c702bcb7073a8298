"""The states of a trial's dialogue as a Mermaid diagram: the main path, and one arrow for each kind of detour."""

from itertools import pairwise

from dialogs.conversation.state_machine import ASKING, CLARIFYING, CONCLUDED, REVIEW, SETTLED, STOPPED, StateMachine
from dialogs.loading.compiled_trial import Trial


def draw_mermaid(trial: Trial) -> str:
    """Returns the diagram. Asking any fact again is one arrow, since it leads from every state to every question."""
    facts = list(trial.facts)
    possible = {(arrow.source, arrow.dest) for arrow in StateMachine(facts).list_transitions()}
    asking = [ASKING + fact for fact in facts]
    main = [("[*]", asking[0], "begin"), *((a, b, "answered, or skipped") for a, b in pairwise(asking))]
    main += [(ASKING + fact, CLARIFYING + fact, "asked back") for fact in facts]
    main += [(CLARIFYING + fact, state, "made clear") for fact, state in zip(facts, [*asking[1:], REVIEW], strict=True)]
    main += [(asking[-1], REVIEW, "no question left"), (asking[-1], SETTLED, "settled early")]
    main += [(SETTLED, REVIEW, "stop here"), (SETTLED, asking[-1], "list every reason")]
    main += [(REVIEW, CONCLUDED, "show the result"), (asking[-1], STOPPED, "stop")]
    main += [(CONCLUDED, asking[0], "change any answer"), (STOPPED, asking[0], "resume, or start over")]
    arrows = [each for each in main if each[0] == "[*]" or each[:2] in possible]
    lines = [f"    {source} --> {dest}: {label}" for source, dest, label in arrows]
    return "\n".join(["stateDiagram-v2", *lines, f"    {CONCLUDED} --> [*]"])
