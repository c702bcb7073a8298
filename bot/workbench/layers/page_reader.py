"""Reads a page of the web as a person does: what stands on it, and what its buttons and its field send.

It is strict. Two headings, a form without a mark, or a button that says nothing is a fault of the page. So is a form in
a form. Each is told.
"""

from collections.abc import Iterator

from bot.workbench.layers.page_parser import PageParser, join_texts
from bot.workbench.layers.page_parts import PageFault, ReadPage


def read_page(html: str) -> ReadPage:
    """Returns what a person sees on a page. Raises `PageFault` for one that nobody could be shown."""
    parser = PageParser()
    parser.feed(html)
    parser.close()
    fault = next(_list_faults(parser), None)
    if fault is not None:
        raise PageFault(fault)
    said = "\n".join(filter(None, (" ".join(line.split()) for line in "".join(parser.texts["said"]).split("\n"))))
    typed = [each for each in parser.fields if each.name == "text"]
    return ReadPage(
        title=join_texts(parser.texts["title"]),
        heading=join_texts(parser.texts["h1"]),
        said=said,
        buttons=tuple(parser.buttons),
        text_field=typed[0] if typed else None,
        links=tuple(parser.links),
        folds=tuple(parser.folds),
    )


def _list_faults(parser: PageParser) -> Iterator[str]:
    if parser.open:
        yield f"<{parser.open[-1]}> is never closed"
    if parser.headings != 1:
        yield f"the page has {parser.headings} headings <h1>, where it must have one"
    if not join_texts(parser.texts["h1"]):
        yield "the heading says nothing"
    if not join_texts(parser.texts["title"]):
        yield "the page has no title"
    if len([each for each in parser.fields if each.name == "text"]) > 1:
        yield "the page has two fields for a text"
    for form in parser.forms:
        if form.method != "post":
            yield f"a form is sent by {form.method.upper()}, which would put what it holds into the address"
        if not dict(form.hidden).get("mark") and form.action == "/":
            yield "a form bears no mark"
