"""The options and arguments that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.standard_input import make_reading, refuse_empty

FROM_STDIN = "; - reads it from standard input"

Now = Annotated[str | None, typer.Option("--now", metavar="TIME", help="Fix the clock, such as 2026-12-01T12:00.")]
TrialName = Annotated[str, typer.Argument(metavar="TRIAL", help="A trial's id, or the file of a definition.")]
TrialOption = Annotated[str, typer.Option("--trial", metavar="ID", help="A trial's id, or the file of a definition.")]
DatabaseOption = Annotated[
    str, typer.Option("--database", metavar="URL", help="Where screenings are kept, if not where the settings say.")
]
CodeArgument = Annotated[
    str,
    typer.Argument(
        metavar="CODE", help=f"The code of a screening, such as K7Q4-2MX{FROM_STDIN}.", callback=make_reading("CODE")
    ),
]
CodeOption = Annotated[
    str,
    typer.Option(
        "--code",
        metavar="CODE",
        help=f"Go on with the screening that has this code{FROM_STDIN}, of which the rest is the conversation.",
        callback=make_reading("--code"),
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Plain JSON on standard output.")]
Picture = Annotated[
    Path | None,
    typer.Option(
        "--output", metavar="FILE", help="A file that ends in .svg or .png; without one, SVG on standard output."
    ),
]
NoteOption = Annotated[
    str,
    typer.Option(
        "--note",
        metavar="FILE",
        help="Begin with a note about the patient; - is standard input.",
        callback=refuse_empty,
    ),
]
RecordOption = Annotated[
    Path | None, typer.Option("--record", metavar="FILE", help="Write the script that leads to where you leave.")
]
GivenOption = Annotated[
    list[str] | None,
    typer.Option(
        "-a", metavar="FACT=VALUE", help="An answer as a person types it; - reads one a line from standard input."
    ),
]
CountOption = Annotated[
    int,
    typer.Option(
        "--jobs",
        metavar="N",
        min=0,
        max=256,
        show_default=False,
        help="Play in N processes; else in as many as help.",
    ),
]
