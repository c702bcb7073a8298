"""What is wrong with a page of the web: each rule yields a sentence for what breaks it."""

from collections import Counter
from collections.abc import Callable, Iterator

from html_reader import Element, HtmlReader

PARENTS = {"li": ("ul",), "dt": ("dl", "div"), "dd": ("dl", "div"), "legend": ("fieldset",), "summary": ("details",)}
PARENTS |= {"td": ("tr",), "tr": ("thead", "tbody"), "caption": ("table",), "figcaption": ("figure",)}


def list_faults(html: str) -> list[str]:
    """Returns what is wrong with a page, a sentence each."""
    reader = HtmlReader(html)
    return [*reader.faults, *(fault for rule in RULES for fault in rule(reader.root))]


def _check_outline(root: Element) -> Iterator[str]:
    for tag in ("h1", "main", "header", "footer", "title"):
        found = root.find_all(tag)
        if len(found) != 1 or not found[0].text.strip():
            yield f"there are {len(found)} <{tag}>, or it is empty"
    if not root.find_all("html")[0].attributes.get("lang"):
        yield "the language is not said"
    before = 1
    for heading in root.find_all("h1", "h2", "h3", "h4", "h5", "h6"):
        level = int(heading.tag[1])
        if level > before + 1:
            yield f"<{heading.tag}> comes after <h{before}>"
        before = level
    links = root.find_all("a")
    if not links or links[0].attributes.get("href") != "#main":
        yield "no link skips to what is asked"


def _check_references(root: Element) -> Iterator[str]:
    ids = Counter(each.attributes["id"] for each in root.walk() if "id" in each.attributes)
    yield from (f"{each!r} is the id of {count} elements" for each, count in ids.items() if count > 1)
    for each in root.walk():
        wanted = [each.attributes.get(name, "") for name in ("for", "aria-describedby", "aria-labelledby")]
        link = each.attributes.get("href", "")
        for name in (*" ".join(wanted).split(), *((link[1:],) if link.startswith("#") else ())):
            if name not in ids:
                yield f"<{each.tag}> refers to {name!r}, which is not there"


def _check_fields(root: Element) -> Iterator[str]:
    labelled = {each.attributes.get("for") for each in root.find_all("label") if each.name}
    for each in root.find_all("textarea", "input", "select"):
        if each.attributes.get("type") != "hidden" and each.attributes.get("id") not in labelled:
            yield f"<{each.tag}> has no label"
        if each.attributes.get("type") != "hidden" and each.attributes.get("autocomplete") != "off":
            yield f"<{each.tag}> may be completed"
    names = Counter(each.name for each in root.find_all("button", "summary"))
    yield from (f"{count} buttons are called {name!r}" for name, count in names.items() if count > 1 or not name)
    for form in root.find_all("form"):
        if form.attributes.get("method") != "post":
            yield "a form does not post"
        if not form.find_all("button"):
            yield "a form has no button"


def _check_purity(root: Element) -> Iterator[str]:
    for each in root.walk():
        if each.tag in ("script", "style", "iframe", "img", "svg", "object", "base"):
            yield f"<{each.tag}> stands there"
        for name, value in each.attributes.items():
            if name == "style" or name.startswith("on"):
                yield f"<{each.tag}> has {name}"
            if name in ("href", "src", "action") and not (value.startswith(("#", "/")) and not value.startswith("//")):
                yield f"<{each.tag}> leads to {value!r}"


def _check_lists_and_tables(root: Element) -> Iterator[str]:
    for each in root.walk():
        for child in each.children:
            if isinstance(child, Element) and each.tag not in PARENTS.get(child.tag, (each.tag,)):
                yield f"<{child.tag}> stands in <{each.tag}>"
    for table in root.find_all("table"):
        if not any(each.text.strip() for each in table.find_all("caption")):
            yield "a table has no caption"
        if any(each.attributes.get("scope") not in ("row", "col") for each in table.find_all("th")):
            yield "a header of a table has no scope"
    yield from ("a list is empty" for each in root.find_all("ul", "dl") if not each.find_all("li", "dt"))


def _check_signs(root: Element) -> Iterator[str]:
    """Yields each sign by which alone something is told."""
    for each in root.walk():
        signs = [child for child in each.children if isinstance(child, Element) and _is_sign(child)]
        yield from (f"<{each.tag}> says by a sign alone" for _ in signs if not each.name)


def _is_sign(element: Element) -> bool:
    return "sign" in element.attributes.get("class", "").split()


RULES: tuple[Callable[[Element], Iterator[str]], ...] = (
    _check_outline,
    _check_references,
    _check_fields,
    _check_purity,
    _check_lists_and_tables,
    _check_signs,
)
