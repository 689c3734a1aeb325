"""The chances of ``sim.analysis.expected_reply`` are those of the program that was written from docs/odd.md alone."""

from collections import Counter
from collections.abc import Sequence
from random import Random

import pytest
from scipy import stats

from sim.analysis.expected_reply import expected_reply
from sim.rules.silences import PLAIN
from tests.validation.one_act import ACTS, POLICIES, scenario
from tests.validation.posts_of_the_page import Act
from tests.validation.reply_from_the_page import Belmora, rounded

N_DRAWS = 10_000
FEWEST = 12  # draws that a number needs to be tested by itself
LEAST_P = 1e-4


@pytest.mark.parametrize("policy", POLICIES)
@pytest.mark.parametrize("act", ACTS)
def test_chances_of_an_answer_and_of_a_further_kind_are_those_of_the_page(act: str, policy: str) -> None:
    given, belmora = ACTS[act], Belmora(**POLICIES[policy])
    case, asymmetry = scenario(given, POLICIES[policy], None), belmora.features(given)["asymmetry"]
    features = PLAIN._replace(share=given.share, asymmetry=asymmetry)
    chances = expected_reply(case, "belmora", [given.kind], people=given.people, features=features)
    assert chances.answered == pytest.approx(1.0 - belmora.silence(given), abs=1e-12)
    assert chances.added == pytest.approx(belmora.chance_of_a_further_kind(given), abs=1e-12)


@pytest.mark.parametrize("policy", ["ledger", "ledger with the habits of Moscow"])
def test_chances_of_each_delay_are_those_of_the_page(policy: str) -> None:
    belmora, chance = Belmora(**POLICIES[policy]), Random(2001)
    chances = expected_reply(scenario(ACTS["1 expelled"], POLICIES[policy], None), "belmora", ["expel"], people=1)
    assert_drawn_by("days", Counter(belmora.delay(chance) for _ in range(N_DRAWS)), chances.delay)


@pytest.mark.parametrize("n", [1, 3, 5, 12, 40])
def test_chances_of_each_number_of_people_are_those_of_the_page(n: int) -> None:
    act, belmora, chance = Act("expel", "belmora_embassy", n), Belmora("ledger"), Random(3000 + n)
    chances = expected_reply(scenario(act, {"preset": "ledger"}, None), "belmora", ["expel"], people=n)
    drawn = Counter(rounded(n * belmora.ratio(act, chance), chance) for _ in range(N_DRAWS))
    assert_drawn_by("people", drawn, chances.people)


def assert_drawn_by(name: str, drawn: Counter[int], chances: Sequence[float]) -> None:
    """Numbers drawn pass a chi-square test against the chance of each; those that are rare are tested together."""
    assert all(chances[value] > 0.0 for value in drawn), f"{name}: some have no chance"
    often = [value for value, chance in enumerate(chances) if chance * N_DRAWS >= FEWEST]
    found = [drawn[value] for value in often]
    expected = [chances[value] * N_DRAWS for value in often]
    if N_DRAWS - sum(expected) >= 1.0:
        found, expected = [*found, N_DRAWS - sum(found)], [*expected, N_DRAWS - sum(expected)]
    p = stats.chi2.sf(sum((a - b) ** 2 / b for a, b in zip(found, expected, strict=True)), len(found) - 1)
    assert p > LEAST_P, f"{name}: {found}, expected {[round(value) for value in expected]}; p {p:.2g}"
