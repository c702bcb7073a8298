"""Takes a page of the web apart: its texts, its forms, and what they send. See `page_reader.py`."""

from html.parser import HTMLParser

from bot.workbench.layers.page_parts import (
    ELSEWHERE,
    ENDS_LINE,
    HIDDEN,
    VOID,
    FormParts,
    PageButton,
    PageFault,
    PageField,
)


class PageParser(HTMLParser):
    """Takes a page apart. What stands in the header, in the footer and on buttons belongs to no message."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.texts: dict[str, list[str]] = {"title": [], "h1": [], "said": [], "button": [], "fold": []}
        self.headings = 0
        self.forms: list[FormParts] = []
        self.buttons: list[PageButton] = []
        self.fields: list[PageField] = []
        self.links: list[str] = []
        self.folds: list[str] = []
        self._form: FormParts | None = None
        self._sends: tuple[tuple[str, str], ...] = ()
        self._ticks = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """See `HTMLParser`."""
        given = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self.open.append(tag)
        if tag == "h1":
            self.headings += 1
        elif tag == "form":
            self._begin_form(given)
        elif tag in {"input", "textarea"}:
            self._note_input(given)
        elif tag == "button":
            self._sends = ((given["name"], given.get("value", "")),) if given.get("name") else ()
            self.texts["button"] = []
        elif tag == "summary":
            self.texts["fold"] = []
        elif tag == "a":
            self.links.append(given.get("href", ""))
        if tag in ENDS_LINE:
            self.texts["said"].append("\n")

    def handle_endtag(self, tag: str) -> None:
        """See `HTMLParser`."""
        if tag in VOID:
            return
        if not self.open or self.open[-1] != tag:
            raise PageFault(f"</{tag}> closes what is not open there")
        self.open.pop()
        if tag == "button":
            self._end_button()
        elif tag == "label" and self._ticks:
            self._end_tick()
        elif tag == "form":
            self._form = None
        elif tag == "summary":
            self.folds.append(join_texts(self.texts["fold"]))
        if tag in ENDS_LINE:
            self.texts["said"].append("\n")

    def handle_data(self, data: str) -> None:
        """See `HTMLParser`."""
        within = set(self.open)
        if "title" in within:
            self.texts["title"].append(data)
        elif "button" in within or self._ticks:
            self.texts["button"].append(data)
        elif not within & HIDDEN:
            for each in within & {"h1"}:
                self.texts[each].append(data)
            if "summary" in within:
                self.texts["fold"].append(data)
            if not within & ELSEWHERE:
                self.texts["said"].append(" ".join(data.split("\n")))

    def _begin_form(self, given: dict[str, str]) -> None:
        if self._form is not None:
            raise PageFault("a form stands in a form")
        self._form = FormParts(given.get("action", ""), given.get("method", "get").lower())
        self.forms.append(self._form)

    def _note_input(self, given: dict[str, str]) -> None:
        if self._form is None:
            raise PageFault("a field stands in no form")
        if given.get("type") == "checkbox":
            self._ticks, self.texts["button"] = given["value"], []
            self._form.ticks = True
        elif given.get("type") == "hidden":
            self._form.hidden.append((given["name"], given.get("value", "")))
        else:
            self.fields.append(PageField(given.get("name", ""), self._form))

    def _end_tick(self) -> None:
        """Notes an option that can be ticked as a button: that is what it is where options are chosen one by one."""
        label = join_texts(self.texts["button"])
        if not label or self._form is None:
            raise PageFault("an option says nothing")
        self.buttons.append(PageButton(label, (("choice", self._ticks),), self._form))
        self._ticks = ""

    def _end_button(self) -> None:
        if self._form is not None and self._form.ticks:
            return  # it sends what is ticked, and is no choice of the message
        label = " ".join("".join(self.texts["button"]).split())
        if not label:
            raise PageFault("a button says nothing")
        if self._form is None:
            raise PageFault(f"the button {label!r} stands in no form")
        self.buttons.append(PageButton(label, self._sends, self._form, not ELSEWHERE.isdisjoint(self.open)))


def join_texts(texts: list[str]) -> str:
    """Returns pieces of a text as one line."""
    return " ".join("".join(texts).split())
