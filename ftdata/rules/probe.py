"""A short conversation as the user's chat template renders it: what a template does with any."""

from ftdata.rules.rendering import template_of
from ftdata.targets import Destination

ANSWER = "It is four."
_CONVERSATION = [{"role": "user", "content": "What is two and two?"}, {"role": "assistant", "content": ANSWER}]


def probe(destination: Destination) -> str:
    """Render it; nothing where there is no template, or it refuses."""
    template = template_of(destination)
    if template is None:
        return ""
    from ftdata.tokenizers.chat_template import RefusedError

    try:
        return template.render(list(_CONVERSATION)).text
    except RefusedError:
        return ""
