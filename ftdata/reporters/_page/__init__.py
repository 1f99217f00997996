"""The report as one page that opens without a network: style, program and data are in it, and nothing else may run.

Whatever comes from data is escaped here, or put into the page as text by ``page.js``. The page's own policy allows
these two texts alone, by their hashes, so that a script in the data does nothing even if it got that far.
"""

import base64
import hashlib
import html
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib.resources import files
from typing import Any

from ftdata.reporters._safe import safe
from ftdata.types import Json

_LONGEST = 500


def page(facts: Mapping[str, Any]) -> Iterator[str]:
    """Yield the page in pieces.

    Args:
        facts: ``title``, ``verdict`` (words, and the class of their colour), ``cards`` (name and value), ``rules``
            (code to name, severity, rows, title, url), ``charts`` (title and bars: label, number, whether marked),
            ``notes``, and for the browser of examples ``files``, ``problems`` and ``examples``.
    """
    style, program = _asset("page.css"), _asset("page.js")
    yield "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n"
    yield '<meta name=viewport content="width=device-width, initial-scale=1">\n'
    policy = f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(program)}; base-uri 'none'"
    yield f'<meta http-equiv=Content-Security-Policy content="{policy}">\n'
    yield f"<title>{_text(facts['title'])}</title>\n<style>{style}</style>\n"
    yield from _head(facts)
    yield from _rules(facts["rules"])
    yield from _charts(facts["charts"])
    yield from _browser(facts)
    yield f"<script type=application/json id=data>{_json({key: facts[key] for key in _DATA})}</script>\n"
    yield f"<script>{program}</script>\n"


_DATA = ("files", "rules", "problems", "examples")


def _head(facts: Mapping[str, Any]) -> Iterator[str]:
    words, kind = facts["verdict"]
    yield f"<header><h1>{_text(facts['title'])}</h1><p class='verdict {kind}'>{_text(words)}</p></header>\n<main>\n"
    yield "<section class=cards aria-label='Figures'>"
    for name, value in facts["cards"]:
        yield f"<div class=card><b>{_text(str(value))}</b>{_text(name)}</div>"
    yield "</section>\n"
    for note in facts["notes"]:
        yield f"<p class=quiet>{_text(note)}</p>\n"


def _rules(rules: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    yield "<h2 id=rules>What was found</h2>\n"
    if not rules:
        yield "<p class=good>Nothing.</p>\n"
        return
    yield "<table aria-labelledby=rules><thead><tr><th>Rule<th>Severity<th>Rows<th>What it finds<th>"
    yield "</thead><tbody>\n"
    for code, rule in rules.items():
        name = f"{code} {_text(rule['name'])}"
        linked = f'<a href="{_text(rule["url"])}">{name}</a>' if rule["url"] else name
        yield f"<tr><td>{linked}<td class={rule['severity']}>{rule['severity']}<td class=number>{rule['rows']:,}"
        yield f"<td>{_text(rule['title'])}<td><button type=button data-rule={code}>show</button>\n"
    yield "</tbody></table>\n"


def _charts(charts: Sequence[tuple[str, Sequence[tuple[str, int, bool]]]]) -> Iterator[str]:
    shown = [(title, bars) for title, bars in charts if bars]
    if not shown:
        return
    yield "<h2>What the data is like</h2>\n<div class=charts>\n"
    for title, bars in shown:
        yield f"<section class=chart><h3>{_text(title)}</h3>\n"
        yield from _bars(bars)
        yield "</section>\n"
    yield "</div>\n"


def _bars(bars: Sequence[tuple[str, int, bool]]) -> Iterator[str]:
    most = max(number for _, number, _ in bars) or 1
    for label, number, marked in bars:
        width = max(round(100 * number / most), 0)
        kind = "bar limit" if marked else "bar"
        yield f"<div class='{kind}'><span title='{_text(label)}'>{_text(label)}</span>"
        yield "<svg width=100% height=12 aria-hidden=true>"
        yield f"<rect width={width}% height=12 rx=2 fill=currentColor /></svg>"
        yield f"<span>{number:,}</span></div>\n"


def _browser(facts: Mapping[str, Any]) -> Iterator[str]:
    severities = [each for each in ("error", "warning", "info") if any(r["severity"] == each for r in _all(facts))]
    options = "".join(f"<option>{severity}</option>" for severity in severities)
    yield "<h2 id=examples>Examples</h2>\n"
    yield "<noscript><p>The browser of examples needs JavaScript, which this page may run on its own.</p></noscript>\n"
    yield "<div id=browser hidden>\n<div class=tools role=search aria-label='Filter the examples'>"
    yield "<label>Rule<select id=rule><option value=''>all</option></select></label>"
    yield f"<label>Severity<select id=severity><option value=''>all</option>{options}</select></label>"
    yield "<label>Search<input id=words type=search autocomplete=off></label></div>\n"
    yield "<p class=quiet id=count role=status aria-live=polite></p>\n<div id=list></div>\n"
    yield "<div class=pages><button type=button id=before>previous</button>"
    yield "<button type=button id=next>next</button></div>\n</div>\n</main>\n"


def _all(facts: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    rules: Mapping[str, Mapping[str, Any]] = facts["rules"]
    return rules.values()


def _text(text: str) -> str:
    """Text as HTML; control and direction characters are shown, not obeyed."""
    return html.escape(safe(text, _LONGEST))


def _json(value: Json) -> str:
    """JSON that ends no script element, whatever is in it."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _asset(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return f"'sha256-{digest}'"
