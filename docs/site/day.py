"""The picture of a day: its phases in order, in groups, in words that a reader can say."""

from html import escape

PARTS: dict[str, dict[str, str]] = {
    "What happens by itself": {
        "settle": "what was announced and is due today takes effect: people leave, posts close",
        "shock": "harms and moves of the scenario happen, and chance incidents",
    },
    "What is heard": {
        "perceive": "each party takes in what was done to it, a little wrongly",
        "heard": "nothing is taken in twice",
    },
    "What is decided": {
        "propose": "ministries whose business it is propose how severe the answer should be",
        "decide": "the government answers, keeps silent, or breaks off",
        "consult": "an alliance asks its members",
        "realise": "a severity becomes lawful moves",
    },
    "What is done": {
        "initiate": "steps that answer nothing",
        "publish": "the moves are made, and posts change",
        "join": "allies of a victim take its side",
    },
    "Talks and returns": {
        "reconcile": "talks are offered, recognition is asked for",
        "answer_offers": "the other side accepts or refuses",
        "recover": "what may come back, comes back",
    },
    "What is noted": {
        "arm": "now and then, both sides review their forces",
        "keep_reference": "the most that there ever was is remembered",
    },
}


def picture() -> str:
    """The day as a list that a stylesheet draws as boxes; it reads well without one, too."""
    boxes = (_box(number, title, phases) for number, (title, phases) in enumerate(PARTS.items(), start=1))
    return f'<ol class="day">\n{"".join(boxes)}</ol>'


def _box(number: int, title: str, phases: dict[str, str]) -> str:
    rows = "".join(f"<li><b>{name}</b>: {escape(says)}</li>" for name, says in phases.items())
    return f"<li><strong>{number} {escape(title)}</strong><ul>{rows}</ul></li>\n"
