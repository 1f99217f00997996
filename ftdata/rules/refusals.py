"""How answers begin that refuse, in the languages that refusals are mostly written in."""

import re
from functools import cache

_HEAD = 240

_CANNOT = r"(?:can ?not|can't|won't|unable|not able|not allowed|must decline|don't have)"
_DO = (
    "(?:help|assist|answer|provide|fulfil|comply|do that|create|generate|engage|write|discuss|support|share|give|offer|"
    "respond|participate)"
)
_PATTERNS = (
    rf"^(?:oh,? |well,? )?(?:i'm|i am|we're|we are)(?: \w+)? (?:sorry|afraid)\b.{{0,80}}\b{_CANNOT}\b",
    rf"^(?:sorry|apologies|my apologies|i apologi[sz]e|unfortunately)\b.{{0,80}}\b{_CANNOT}\b",
    rf"^(?:no, )?(?:i|we)(?:'m| am| are)? {_CANNOT}(?: to)? {_DO}",
    rf"^as an? (?:ai|artificial|large language|language model)\b.{{0,80}}\b{_CANNOT}\b",
    r"^(?:很)?(?:抱歉|对不起|對不起|不好意思|很遗憾).{0,30}(?:无法|無法|不能|没有办法|不便)",
    r"^我(?:无法|不能)(?:回答|提供|协助|帮助|满足|完成)",
    r"^(?:lo siento|lamento|disculp).{0,60}\bno (?:puedo|podemos|es posible)\b",
    r"^(?:(?:je suis )?désolée?|je regrette|malheureusement).{0,60}\bne (?:peux|pouvons|suis pas)\b",
    r"^(?:(?:es )?tut mir leid|entschuldigung|leider).{0,60}\b(?:kann|können|darf|dürfen)\b.{0,60}\bnicht\b",
    r"^(?:desculp|sinto muito|lamento|infelizmente).{0,60}\bnão (?:posso|podemos|é possível)\b",
    r"^(?:mi dispiace|spiacente|purtroppo).{0,60}\bnon (?:posso|possiamo|è possibile)\b",
    r"^(?:извините|простите|к сожалению|мне жаль).{0,60}\bне (?:могу|можем)\b",
    r"^(?:申し訳|すみません|ごめん|残念).{0,60}(?:できません|できかね|お答えでき|いたしかね)",
    r"^(?:죄송|미안|유감).{0,60}(?:수 없|없습니다|어렵습니다)",
    r"^(?:sorry|helaas|het spijt me).{0,60}\bkan\b.{0,40}\bniet\b",
    r"^(?:przepraszam|przykro mi|niestety).{0,60}\bnie (?:mogę|możemy)\b",
)

_STARTS = (
    *("oh", "well", "i", "we", "sorry", "apolog", "my apolog", "unfortunately", "no", "as a"),
    *(
        "很",
        "抱歉",
        "对不起",
        "對不起",
        "不好意思",
        "我",
        "申し訳",
        "すみません",
        "ごめん",
        "残念",
        "죄송",
        "미안",
        "유감",
    ),
    *("lo siento", "lamento", "disculp", "je ", "désol", "malheureusement", "es tut", "tut mir", "entschuldigung"),
    *("leider", "desculp", "sinto muito", "infelizmente", "mi dispiace", "spiacente", "purtroppo"),
    *("извините", "простите", "к сожалению", "мне жаль", "helaas", "het spijt", "przepraszam", "przykro", "niestety"),
)
"""What all of them begin with: most answers begin otherwise, and need no pattern."""

_ASKS_BACK = (
    r"\b(?:could|can|would|will) you (?:please |kindly )?(?:provide|give|confirm|clarify|specify|share|check|tell)\b"
    r"(?!.{0,12}\b(?:another|other|different)\b)|请(?:您|你)?(?:再|先)?(?:提供|告诉|确认|说明)"
)


def refuses(text: str) -> bool:
    """Whether an answer begins with a refusal. One that asks for what is missing is a question, not a refusal."""
    head = text[:_HEAD].strip().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").lower()
    return head.startswith(_STARTS) and _pattern().search(head) is not None and re.search(_ASKS_BACK, head) is None


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile("|".join(_PATTERNS), re.DOTALL)
