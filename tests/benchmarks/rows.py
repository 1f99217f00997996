"""Rows made from a seed: the same rows on every machine and every Python.

They look like what people train on: turns of prose, Markdown (lists, headings, tables), code in several languages,
formulas, links, other scripts, typographic marks and emoji; lengths are spread widely, as they are in real files. No
two rows are equal unless asked for, and every row that is not broken on purpose is one that Azure takes.
"""

import json
import random
from collections.abc import Callable
from typing import Any

Row = dict[str, Any]

_SYLLABLES = [
    *("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qui", "ro", "su", "ta", "ve", "wi"),
    *("xo", "ya", "zu", "ar", "en", "is", "on", "ul", "st", "tr", "ch", "gr", "pl"),
    *("ing", "er", "ed", "ly", "tion", "ment"),
]
_PHRASES = (
    "for example,",
    "in other words,",
    "it’s worth noting that",
    "the “right” answer is",
    "on the other hand –",
    "as far as I know,",
    "you don't need to",
    "(see above)",
    "about 3.5 %",
    "at 10:30 on 2024-05-17,",
    "`--force`",
    "https://example.com/a?b=1&c=%20d#e",
    "$x_1 \\leq \\frac{a}{b}$",
    "a < b && c > d || e",
    "100\u00a0km",
    "naïve café",
)
_SCRIPTS = (
    "áčďéěíňóřšťúůýž",
    "àâçéèêëîïôùûœ",
    "äöüßÄÖÜ",
    "абвгдежзийклмнопрстуфхцчшщыьэюя",
    "αβγδεζηθικλμνξοπρστυφχψω",
    "אבגדהוזחטיכלמנסעפצקרשת",
    "ابتثجحخدذرزسشصضطظعغفقكلمنهوي",
    "अआइईउऊएऐओऔकखगघचछजझटठडढणतथदधन",
    "กขคงจฉชซญดตถทธนบปผฝพฟภมยรลวศสหอฮ",
    "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生",
    "あいうえおかきくけこさしすせそたちつてとなにぬねのはひふへほまみむめもやゆよ",
    "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허",
)
_CODE = (
    'def {0}({1}, {2}=None):\n    if {1} is None or {2} < 3:\n        return {{"{0}": {1}}}\n    return {0}(*{2})\n',
    "for (let i = 0; i < {0}.length; i++) {{\n\tconsole.log(`${{{0}[i]}} -> ${{{1}}}`);\n}}\n",
    "SELECT {0}, count(*) FROM {1} WHERE {2} <> 'x' GROUP BY {0} ORDER BY 2 DESC;\n",
    '<div class="{0}">\n  <a href="https://example.com/{1}">{2}</a>\n</div>\n',
    'path = r"C:\\\\{0}\\\\{1}"\nprint(re.sub(r"\\s+{2}\\b", "\\n", path))\n',
    '{{\n  "{0}": [1, 2.50, null],\n  "{1}": "{2}\\u00e9"\n}}\n',
    "cat {0}.txt | grep -v '^#' | awk '{{print $1}}' > {1} 2>&1 || exit 1\n",
)
_ENDS = ("  ", " ", " ", " ", " ", "\n\n", "\n")
_ODD_ENDS = (" 😀 ", " 👩‍👩‍👧 ", ' "ok" ')


class Words:
    """Words, sentences and texts of one random generator."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self._words = [self._word(_SYLLABLES, 1, 4) for _ in range(6000)]
        self._foreign = [[self._word(list(script), 1, 7) for _ in range(800)] for script in _SCRIPTS]

    def _word(self, parts: list[str], least: int, most: int) -> str:
        return "".join(self.random.choices(parts, k=self.random.randint(least, most)))

    def word(self) -> str:
        """One word, letters only."""
        return self.random.choice(self._words)

    def sentence(self) -> str:
        """Some 15 words."""
        words = self.random.choices(self._words, k=self.random.randint(6, 24))
        if self.random.random() < 0.1:
            words.insert(self.random.randrange(len(words)), self.random.choice(_PHRASES))
        return " ".join(words).capitalize() + self.random.choice(".....?!:")

    def length(self, middle: int) -> int:
        """A number of characters: half are below ``middle``, a few are ten times as long."""
        return min(int(self.random.lognormvariate(0, 0.9) * middle) + 1, 40 * middle)

    def text(self, characters: int) -> str:
        """About so many characters: mostly English, one in eight in another script, one in six with code."""
        kind = self.random.random()
        if kind < 0.125:
            words = self.random.choice(self._foreign)
            return " ".join(self.random.choices(words, k=max(characters // 5, 1)))
        parts: list[str] = []
        size = 0
        while size < characters:
            parts.append(self._block(code=kind > 0.83))
            size += len(parts[-1])
        return "".join(parts).strip()

    def _block(self, *, code: bool) -> str:
        roll = self.random.random()
        if code and roll < 0.5:
            names = self.random.choices(self._words, k=3)
            return f"```\n{self.random.choice(_CODE).format(*names)}```\n\n"
        if roll < 0.06:
            return "".join(f"- **{self.word()}**: {self.sentence()}\n" for _ in range(3)) + "\n"
        if roll < 0.08:
            cells = "".join(f"| {self.word()} | {self.random.randrange(10**6)} | *{self.word()}* |\n" for _ in range(4))
            return f"\n## {self.word().title()}\n\n| a | b | c |\n|---|--:|:-:|\n{cells}\n"
        return self.sentence() + self.random.choice(_ODD_ENDS if roll > 0.98 else _ENDS)


def chat_row(words: Words) -> Row:
    """A conversation of two to eight turns of text, about 2.4 kB; half have a system message."""
    messages = []
    if words.random.random() < 0.5:
        messages.append({"role": "system", "content": f"You are a helpful assistant for {words.word()}."})
    for _ in range(words.random.randint(1, 4)):
        messages.append({"role": "user", "content": words.text(words.length(130))})
        messages.append({"role": "assistant", "content": words.text(words.length(450))})
    return {"messages": messages}


def mixed_row(words: Words) -> Row:
    """The same with what some files hold now and then: weights, names, parts of content, another order of keys."""
    row = chat_row(words)
    roll = words.random.random()
    first = row["messages"][-2]
    if roll < 0.02:
        row["messages"][-3 if len(row["messages"]) > 4 else -1]["weight"] = int(len(row["messages"]) <= 4)
    elif roll < 0.03:
        first["name"] = words.word()
    elif roll < 0.04:
        first["content"] = [{"type": "text", "text": first["content"]}]
    elif roll < 0.08:
        row["messages"] = [{key: message[key] for key in reversed(message)} for message in row["messages"]]
    return row


def short_row(words: Words) -> Row:
    """One question and one answer, about 200 bytes."""
    question, answer = words.text(words.random.randint(8, 60)), words.text(words.random.randint(1, 60))
    return {"messages": [{"role": "user", "content": question}, {"role": "assistant", "content": answer}]}


def _tool(words: Words, name: str) -> Row:
    properties = {
        words.word() + str(index): words.random.choice(
            (
                {"type": "string", "description": words.sentence()},
                {"type": "integer", "description": words.sentence(), "minimum": 0},
                {"type": "boolean", "description": words.sentence()},
                {"type": "string", "enum": [f"{words.word()}{number}" for number in range(4)]},
                {"type": "array", "items": {"type": "string"}, "description": words.sentence()},
            )
        )
        for index in range(words.random.randint(2, 6))
    }
    parameters = {"type": "object", "properties": properties, "required": list(properties)[:2]}
    function = {"name": name, "description": words.text(120).replace("\n", " "), "parameters": parameters}
    return {"type": "function", "function": function}


def _argument(words: Words, schema: Row) -> Any:
    if "enum" in schema:
        return words.random.choice(schema["enum"])
    make: dict[str, Callable[[], Any]] = {
        "string": words.sentence,
        "integer": lambda: words.random.randint(0, 500),
        "boolean": lambda: words.random.random() < 0.5,
        "array": lambda: [words.word() for _ in range(3)],
    }
    return make[schema["type"]]()


def tool_sets(words: Words, count: int = 120) -> list[list[Row]]:
    """Sets of four to twelve tools, as an application would reuse them."""
    sets = []
    for _ in range(count):
        names = sorted({f"{words.word()}_{words.word()}" for _ in range(words.random.randint(4, 12))})
        sets.append([_tool(words, name) for name in names])
    return sets


def tool_call(words: Words, tools: list[Row]) -> Row:
    """A call of a declared tool with arguments that its schema takes."""
    function = words.random.choice(tools)["function"]
    schema = function["parameters"]
    chosen = [key for key in schema["properties"] if key in schema["required"] or words.random.random() < 0.5]
    arguments = {key: _argument(words, schema["properties"][key]) for key in chosen}
    call = {"name": function["name"], "arguments": json.dumps(arguments, ensure_ascii=False)}
    return {"id": f"call_{words.random.getrandbits(96):024x}", "type": "function", "function": call}


def tools_row(words: Words, sets: list[list[Row]]) -> Row:
    """A conversation with one to three calls of declared tools, their results and an answer."""
    tools = words.random.choice(sets)
    messages: list[Row] = [
        {"role": "system", "content": words.sentence()},
        {"role": "user", "content": words.text(words.length(130))},
    ]
    for _ in range(words.random.randint(1, 3)):
        calls = [tool_call(words, tools) for _ in range(words.random.choice((1, 1, 1, 2)))]
        messages.append({"role": "assistant", "tool_calls": calls})
        for call in calls:
            result = json.dumps({words.word(): words.sentence() for _ in range(4)})
            messages.append({"role": "tool", "tool_call_id": call["id"], "content": result})
    messages.append({"role": "assistant", "content": words.text(words.length(400))})
    return {"messages": messages, "tools": tools}


BREAK: tuple[Callable[[str], str], ...] = (
    lambda line: line.replace('"user"', '"human"', 1),
    lambda line: line.replace('"content"', '"text"', 1),
    lambda line: line[: len(line) // 2],
    lambda line: line.replace('"role": "assistant", ', "", 1),
    lambda line: line[:-2] + ', {"role": "user", "content": "And then?"}]}',
    lambda line: line.replace('"content": "', '"content": "<|endoftext|>', 1),
    lambda line: line.replace('{"role"', '{"role": "user", "role"', 1),
    lambda line: line[:0] + '{"messages": []}',
    lambda line: line[:-1] + ', "score": 0.50}',
    lambda line: line.replace('"content": "', '"content": "\\u0007', 1),
)
"""Ways in which a line goes wrong: JSON, keys, roles, order, special tokens, control characters."""


def preference_row(row: Row) -> Row:
    """A pair: the conversation up to its last answer, that answer and a worse one."""
    *before, last = row["messages"]
    worse = {"role": "assistant", "content": last["content"][: len(last["content"]) // 2] + "…"}
    return {"input": {"messages": before}, "preferred_output": [last], "non_preferred_output": [worse]}


def completion_row(row: Row) -> Row:
    """A prompt of all turns but the last and a completion, both text."""
    *before, last = row["messages"]
    return {"prompt": "\n".join(message["content"] for message in before), "completion": last["content"]}


def sharegpt_row(row: Row) -> Row:
    """The conversation with ``from`` and ``value``."""
    speakers = {"system": "system", "user": "human", "assistant": "gpt"}
    turns = [{"from": speakers[message["role"]], "value": message["content"]} for message in row["messages"]]
    return {"conversations": turns}
