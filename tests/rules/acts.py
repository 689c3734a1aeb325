"""Acts of parties, as a timeline or a record has them; the builder of worlds turns days into dates."""

from typing import Any


def act(day: int, actor: str, target: str, move: str, channel: str | None = None, **more: Any) -> dict[str, Any]:
    """A scripted or documented move, with its count, deadline and whatever else is given."""
    where = {} if channel is None else {"channel": channel}
    return {"date": day, "from": actor, "to": target, "move": move, **where, **more}
