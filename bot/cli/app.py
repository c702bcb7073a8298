"""The command `trialscreen`: it registers the commands, runs one, and turns its faults into exit codes."""

import sys
from types import TracebackType
from typing import Annotated

import typer
from typer.main import get_command

from bot import phrases
from bot.cli.commands import dialogues, notes, operators, services
from bot.cli.commands.log import log_app
from bot.cli.commands.matrix import matrix_app
from bot.cli.commands.screening import screening_app
from bot.cli.commands.trial import trial_app
from bot.cli.streams import open_streams, silence_output
from bot.config.errors import UsageFault, describe_cause
from bot.config.output_file import OutputError
from bot.observability.error_description import format_error

__all__ = ["app", "main", "run"]


def _print_version(is_asked: bool) -> None:  # noqa: FBT001 - the library hands the value of the option over
    if is_asked:
        from importlib import metadata  # noqa: PLC0415 - nothing else needs it

        sys.stdout.write(f"trialscreen {metadata.version('trialscreen')}\n")
        raise typer.Exit


app = typer.Typer(
    name="trialscreen",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for command in (
    dialogues.chat, services.telegram, services.web, dialogues.check, notes.read, dialogues.replay, services.serve,
    operators.doctor, operators.backup, operators.restore, operators.rotate_key,
    operators.invite, operators.people, operators.inaccuracies,
):  # fmt: skip
    app.command(command.__name__.replace("_", "-"))(command)


@app.callback()
def _begin(
    *,
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version, and end.", is_eager=True, callback=_print_version)
    ] = False,
) -> None:
    """Screening for clinical trials, in a dialogue. A pre-check: the trial site decides."""


app.add_typer(matrix_app, name="matrix")
app.add_typer(trial_app, name="trial")
app.add_typer(screening_app, name="screening")
app.add_typer(log_app, name="log")


def main() -> None:
    """Runs the command, and exits.

    The code is 0 for any verdict, 1 for a failed replay or lint, 2 for bad input with one line on stderr. A service
    that finds its database held or gone ends with 1. So does a fault of ours, with one line, which holds no text of an
    exception: that could be an answer. That nobody reads the output any more changes no code.
    """
    sys.excepthook = _tell_uncaught
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Runs the command with `arguments` and returns the exit code."""
    open_streams()
    try:
        command = get_command(app)  # not the app itself, which would set a hook of its own for uncaught exceptions
        code = command(arguments, prog_name="trialscreen", standalone_mode=False)
        sys.stdout.flush()
    except UsageFault as fault:
        return max(_refuse(line, fault.code) for line in fault.lines)
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except OutputError as error:
        silence_output()
        return _refuse(f"the output cannot be written ({describe_cause(error)}); make room, or send it elsewhere")
    except OSError as error:
        return _refuse(f"{error.filename or 'this machine'}: cannot be used ({describe_cause(error)}); look at it")
    except Exception as error:
        message = getattr(error, "format_message", None)  # Typer's usage errors have it; their classes are not public
        if message is None:
            raise
        if type(error).__name__ == "NoArgsIsHelpError":
            sys.stdout.write(message() + "\n")
            return 0
        said = message().rstrip(".")
        return _refuse(f"{said}{' Try' if said.endswith('?') else '; try'} 'trialscreen --help'")
    return code if isinstance(code, int) else 0


def _tell_uncaught(_: type[BaseException], error: BaseException, __: TracebackType | None) -> None:
    _refuse(phrases.BROKEN_OFF.format(error=format_error(error)))


def _refuse(message: str, code: int = 2) -> int:
    sys.stderr.write("trialscreen: " + " ".join(message.split()) + "\n")
    return code
