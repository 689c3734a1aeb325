"""Results that were edited or damaged are drawn with a line, or refused in one: `python -m tests.promises damaged`."""

from tests.promises import damaged
from tests.survival.small_sweep import places


def test_results_that_were_edited_or_damaged_are_drawn_with_a_line_or_refused_in_one() -> None:
    with places() as place:
        tried = list(damaged.trials(damaged.SHORT, place))
    assert len(tried) == damaged.SHORT
    assert [wrong for _, wrong in tried if wrong] == []
