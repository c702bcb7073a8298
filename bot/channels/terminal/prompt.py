"""The prompt: a list of buttons to move in, and a line to type on.

It says what was chosen or typed, and knows nothing of answers.
"""

from prompt_toolkit.application import Application, get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.filters import Condition
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import Input
from prompt_toolkit.layout import BufferControl, ConditionalContainer, FormattedTextControl, HSplit, Layout, Window
from prompt_toolkit.layout.processors import AfterInput, BeforeInput, ConditionalProcessor
from prompt_toolkit.output import Output
from prompt_toolkit.styles import Style

from bot.channels.terminal import wording
from bot.channels.terminal.choice_columns import find_height, lay_out
from bot.channels.terminal.choices import Choices, Weight
from bot.channels.terminal.keys import bind_keys
from bot.channels.terminal.render_context import RenderContext
from dialogs.conversation.messages import Message
from dialogs.conversation.screening import Event, Said, Tapped


class Prompt:
    """One prompt under one message. `event()` is what Enter would send now: typed text, else the chosen button."""

    def __init__(self, message: Message, context: RenderContext, *, can_open: bool = False) -> None:
        self.choices = Choices(message)
        self.context = context
        self.can_open = can_open
        self.was_empty_enter = False
        self.typed = Buffer(multiline=False, on_text_changed=lambda _: self._forget_choice())

    def ask(self, source: Input, output: Output) -> Event | None:
        """Waits for what a person chooses or types; None when they leave."""
        application: Application[Event | None] = Application(
            Layout(self.make_layout()),
            key_bindings=bind_keys(self),
            style=_STYLE,
            erase_when_done=True,
            input=source,
            output=output,
        )
        try:
            return application.run()
        except EOFError:
            return None

    def event(self) -> Event | None:
        """Returns what Enter would send now, or None while there is nothing to send."""
        if self.typed.text.strip():
            return Said(self.typed.text)
        button = self.choices.chosen
        return None if button is None else Tapped(self.choices.message.number, button.key)

    def move(self, steps: int) -> None:
        """Moves among the buttons. While a text is typed, that text counts, and nothing moves."""
        if not self.typed.text:
            self.choices = self.choices.move(steps)
            self.was_empty_enter = False

    def cross(self) -> None:
        """Moves to the other column of the buttons."""
        columns = get_app().output.get_size().columns
        self.choices = self.choices.cross(find_height(self.choices, self.context, columns))
        self.was_empty_enter = False

    def clear(self) -> None:
        """Forgets the text and the choice."""
        self.typed.reset()
        self._forget_choice()

    def _forget_choice(self) -> None:
        self.choices = self.choices.clear()
        self.was_empty_enter = False

    def hint(self) -> str:
        """Returns what the empty line shows: what Enter would do, or what can be done."""
        if self.choices.chosen is not None:
            return wording.CHOSEN_HINT
        if self.was_empty_enter:
            return wording.NOTHING_CHOSEN
        if not self.choices.message.buttons:
            return wording.SAY_HINT
        return wording.NUMBER_HINT if self.choices.message.numbered else wording.ANSWER_HINT

    def make_layout(self) -> HSplit:
        """Returns the choices, a blank line where there is room, and the line to type on."""
        buttons = Window(FormattedTextControl(self._render_rows, show_cursor=False), dont_extend_height=True)
        pointer = BeforeInput(self.context.spell(f"{wording.POINTER} "), style="class:pointer")
        hint = AfterInput(lambda: self.context.spell(self.hint()), style="class:hint")
        line = BufferControl(
            self.typed, input_processors=[pointer, ConditionalProcessor(hint, Condition(lambda: not self.typed.text))]
        )
        return HSplit(
            [
                ConditionalContainer(buttons, filter=bool(self.choices.message.buttons)),
                ConditionalContainer(
                    Window(height=1), filter=bool(self.choices.message.buttons) and not self.context.is_tight
                ),
                Window(line, wrap_lines=True, dont_extend_height=True),
            ]
        )

    def _render_rows(self) -> StyleAndTextTuples:
        """Returns the list. The cursor is put on the chosen choice, so that it shows."""
        fragments: StyleAndTextTuples = []
        for line in lay_out(self.choices, self.context, get_app().output.get_size().columns):
            for piece in line:
                place: StyleAndTextTuples = [("[SetCursorPosition]", "")] if piece.weight is Weight.CHOSEN else []
                fragments += [*place, (f"class:{piece.weight.value}", piece.words), ("", " " * piece.padding)]
            fragments.append(("", "\n"))
        return fragments[:-1]


_STYLE = Style.from_dict(
    {"chosen": "bold reverse", "quiet": "ansibrightblack", "hint": "ansibrightblack", "pointer": "ansicyan bold"}
)
