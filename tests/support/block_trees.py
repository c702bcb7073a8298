"""Any tree of blocks, with texts that hold markup, wide characters, codes and many lines."""

from hypothesis import strategies as st

from dialogs.conversation.blocks import (
    Answered,
    Block,
    Caution,
    CriterionLine,
    Dropped,
    Headline,
    Items,
    NoteLine,
    Paragraph,
    Progress,
    Question,
    Quotation,
    Recorded,
    ResultTitle,
    Section,
    Table,
)
from dialogs.rules.criteria import Effect
from dialogs.rules.standings import Standing

MARKS = "αβγ😀<&"
"""Characters that nothing but a text of a tree says, so that they can be counted."""

CODES = ("K7Q4-2MX", "K7Q-42M-XD1", "K7Q4-2MY", "000-000-000")

SHOWN = [each for each in Standing if each is not Standing.NOT_YET]
"""How a verdict can look: what only has to be waited for looks open."""

_shorts = st.text(st.sampled_from(MARKS + " "), max_size=12) | st.sampled_from(CODES)
_lines = st.lists(_shorts, max_size=6).map(" ".join)
texts = st.one_of(
    _shorts,
    _lines,
    st.lists(_lines, max_size=5).map("\n".join),
    st.builds(lambda text, times: text * times, _lines, st.sampled_from((3, 30, 200))),
    st.builds(lambda text, times: "\n".join([text] * times), _shorts, st.sampled_from((3, 110))),
)
quotations = st.builds(Quotation, texts, _shorts)
rows = st.builds(
    CriterionLine, _shorts, _shorts, st.sampled_from(Effect), _shorts, texts, texts, st.lists(_lines).map(tuple)
)
leaves = st.one_of(
    st.builds(Recorded, _shorts, _lines),
    st.builds(Dropped, _shorts, _lines),
    st.builds(Progress, st.integers(1, 99), st.integers(1, 99), st.booleans()),
    st.builds(Question, texts, st.just(""), texts),
    st.builds(Answered, st.integers(0, 99), _shorts, _lines),
    st.builds(NoteLine, _shorts, texts, texts, st.booleans()),
    st.builds(ResultTitle, _shorts, st.sampled_from(("", *CODES))),
    st.builds(Headline, _shorts, st.sampled_from(SHOWN), st.just(""), texts, st.lists(_lines, max_size=4).map(tuple)),
    st.builds(Caution, texts),
    st.builds(Paragraph, texts, st.booleans()),
    st.builds(Items, st.lists(st.builds(Paragraph, texts) | quotations, max_size=8).map(tuple)),
    quotations,
    st.builds(Table, st.lists(rows, max_size=6).map(tuple)),
)
blocks = st.recursive(
    leaves,
    lambda inner: st.builds(Section, texts, st.lists(inner, max_size=4).map(tuple), st.booleans()),
    max_leaves=8,
)
trees: st.SearchStrategy[tuple[Block, ...]] = st.lists(blocks, max_size=6).map(tuple)
