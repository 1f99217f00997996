"""Rows of the format: the grammar with its odd corners."""

from hypothesis import strategies as st

from tests.formats.rows import shuffled, text

facts = st.fixed_dictionaries({}, optional={"message_id": text, "lang": st.just("en"), "deleted": st.booleans()})


def node(role, replies, more=facts, **known):
    fields = st.fixed_dictionaries({"role": st.just(role), "text": text, "replies": replies, **known})
    return shuffled(fields, more)


nobody = st.just([])
unanswered = st.lists(node("prompter", nobody), max_size=2)
lone = node("prompter", node("assistant", unanswered).map(lambda answer: [answer]))
ranked = node(
    "prompter",
    st.permutations(range(3)).flatmap(
        lambda ranks: st.tuples(*(node("assistant", unanswered, rank=st.just(rank)) for rank in ranks)).map(list)
    ),
)
end = lone | ranked | node("prompter", nobody)
deeper = node("prompter", node("assistant", (lone | ranked).map(lambda each: [each])).map(lambda each: [each]))
ROWS = shuffled(st.fixed_dictionaries({"prompt": end | deeper}, optional={"message_tree_id": text}))
