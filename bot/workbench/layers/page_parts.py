"""What a page of the web consists of for whoever uses it: what is said, what can be pressed, and where to type."""

from dataclasses import dataclass, field

from bot.config.errors import UsageFault

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
"""Elements of HTML that hold nothing, and are not closed."""

HIDDEN = {"title", "style", "script", "template", "textarea"}
"""Elements of which nothing is shown, or only what the person typed."""

ELSEWHERE = {"header", "footer", "nav"}
"""Elements that belong to the page, and to no message."""

ENDS_LINE = {
    "br", "caption", "details", "div", "dd", "dl", "dt", "fieldset", "form", "h1", "h2", "h3", "h4", "hr", "label",
    "legend", "li", "main", "ol", "p", "q", "section", "summary", "table", "td", "th", "tr", "ul", "blockquote",
}  # fmt: skip
"""Elements before and after which a line ends."""


class PageFault(UsageFault):
    """A page is not as a page must be; the message says what is wrong with it."""

    def __init__(self, fault: str) -> None:
        super().__init__(f"--through web: the page cannot be used: {fault}")


@dataclass(slots=True)
class FormParts:
    """A form: where it is sent, how, and what it sends that nobody sees. In one that `ticks`, options are ticked."""

    action: str
    method: str
    hidden: list[tuple[str, str]] = field(default_factory=list, repr=False)
    ticks: bool = False

    @property
    def mark(self) -> str:
        """The mark of its page; empty where it bears none."""
        return dict(self.hidden).get("mark", "")


@dataclass(frozen=True, slots=True)
class PageButton:
    """A button: its label, and what it sends besides what is hidden in its form.

    One that is `elsewhere` stands in the header or the footer.
    """

    label: str
    sends: tuple[tuple[str, str], ...]
    form: FormParts
    is_elsewhere: bool = False

    @property
    def choice(self) -> str:
        """What stands for the button's key; empty for a button that offers no choice."""
        return dict(self.sends).get("choice", "")


@dataclass(frozen=True, slots=True)
class PageField:
    """A field in which something can be typed."""

    name: str
    form: FormParts


@dataclass(frozen=True, slots=True)
class ReadPage:
    """What a person sees on a page.

    `said` is the text of all messages, line by line, with what is folded. `text_field` is where a text can be typed.
    `links` are where its links lead, and `folds` what stands above each text that is folded.
    """

    title: str
    heading: str
    said: str = field(repr=False)
    buttons: tuple[PageButton, ...]
    text_field: PageField | None
    links: tuple[str, ...]
    folds: tuple[str, ...] = ()

    @property
    def choices(self) -> tuple[PageButton, ...]:
        """The buttons that are choices of a message."""
        return tuple(each for each in self.buttons if each.choice)

    @property
    def entering(self) -> tuple[PageButton, ...]:
        """The buttons that let somebody in, on the page of an invitation."""
        return tuple(each for each in self.buttons if not each.is_elsewhere and not each.choice)
