"""What `trialscreen trial ...` prints."""

import sys

from bot.config.errors import UsageFault
from bot.config.output import print_json, print_notes, print_text
from bot.config.trial_catalogue import SHIPPED, find_definition, find_faulty, find_trial, list_names, load_trial
from dialogs.conversation import pages
from dialogs.conversation.plain_text import render_plain
from dialogs.conversation.state_diagram import draw_mermaid
from dialogs.definition.document import parse
from dialogs.definition.faults import DefinitionError
from dialogs.definition.trial import Definition
from dialogs.definition.wording import say
from dialogs.loading.lint import lint
from dialogs.loading.loading import load

PLACEHOLDER = "new-trial"


def print_list(*, as_json: bool) -> int:
    """Prints a line for each trial: id, version, title. Those that have faults are told beside it.

    Returns 1 where any has, else 0.
    """
    faulty = find_faulty()
    trials = [find_trial(name) for name in list_names() if name not in faulty]
    if as_json:
        print_json([{"id": trial.id, "version": trial.definition.version, "digest": trial.digest} for trial in trials])
    else:
        for trial in trials:
            print_text(f"{trial.id} {trial.definition.version}  {say(trial.definition.about.scientific_title)}")
    print_notes(list(faulty.values()))
    return 1 if faulty else 0


def print_trial(name: str, *, as_json: bool) -> None:
    """Prints what a trial is: its page, its questions, its criteria in both wordings, pathway and support."""
    trial = find_trial(name)
    if as_json:
        _, text = find_definition(name)
        print_json({"digest": trial.digest, "definition": parse(text).value})
        return
    facts = ["Facts, in the order of the questions:"]
    facts += [f"  {fact_id} ({fact.kind}): {say(fact.ask)}" for fact_id, fact in trial.facts.items()]
    parts = [
        render_plain(pages.make_trial_page(trial)),
        f"Definition {trial.id} {trial.definition.version}, {trial.digest}",
        "\n".join(facts),
        *(
            render_plain(page(trial))
            for page in (
                pages.make_criteria_page,
                pages.make_plain_page,
                pages.make_pathway_page,
                pages.make_hospitals_page,
                pages.make_support_page,
            )
        ),
    ]
    print_text("\n\n".join(parts))


def print_lint(name: str) -> int:
    """Prints every fault and every doubt of a definition. Returns 2 for faults, 1 for doubts, 0 for none."""
    file, text = find_definition(name)
    try:
        trial = load(text, file)
    except DefinitionError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    doubts = lint(trial, parse(text), file)
    for doubt in doubts:
        print_text(str(doubt))
    if not doubts:
        print_text(
            f"{file}: no faults, no doubts ({len(trial.facts)} facts, {len(trial.definition.criteria)} criteria,"
            f" {trial.digest})"
        )
    return 1 if doubts else 0


def print_diagram(name: str) -> None:
    """Prints the states of a trial's dialogue and the main ways between them, as Mermaid."""
    print_text(draw_mermaid(find_trial(name)))


def print_schema() -> None:
    """Prints the JSON Schema of the format."""
    print_json({"$schema": "https://json-schema.org/draft/2020-12/schema", **Definition.model_json_schema()})


def print_new(trial_id: str) -> None:
    """Prints a commented skeleton for a trial of this id. Raises `UsageFault` for an id that is none."""
    text = (SHIPPED / "skeleton.txt").read_text(encoding="utf-8")
    text = text.replace(f"id: {PLACEHOLDER}", f"id: {trial_id}", 1)
    try:
        load_trial(text, "skeleton")
    except UsageFault:
        raise UsageFault(
            f"{trial_id[:40]!r} is no id for a trial: use small letters, digits and hyphens, such as my-trial"
        ) from None
    print_text(text.rstrip("\n"))
