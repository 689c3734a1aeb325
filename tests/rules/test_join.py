"""Solidarity: who joins a party that answers a harm, when, with how many, and what it is to the author.

Arden has suffered a harm that it lays to Belmora and answers it on day 3.  Its allies in the League are
called ally_0, ally_1 and so on; each keeps an embassy of its own in Belmora and has one of Belmora's.
"""

import math
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from sim.engine.trajectory import with_room
from sim.rules import draws
from sim.rules.join import days_to_join, joiner_size, joins_by_threshold, readiness
from sim.rules.world import INTENTS, NONE, VERDICTS

START = date(2030, 1, 1)
ALWAYS, NEVER = {"join_intercept": 50.0}, {"join_intercept": -50.0}
ONE_EACH = {"join_one_more": 0.0}


def embassies(name: str, own: int = 10, theirs: int = 10) -> dict[str, dict[str, Any]]:
    """Embassies of a state and of Belmora with each other; none where there is nobody."""
    embassy = {"kind": "embassy"}
    posts = {
        f"b_to_{name}": {**embassy, "sender": "belmora", "host": name, "accredited": theirs},
        f"{name}_to_b": {**embassy, "sender": name, "host": "belmora", "accredited": own},
    }
    return {post: given for post, given in posts.items() if given["accredited"]}


@pytest.fixture
def harmed(build: Any) -> Any:
    """Build the League of Arden and its allies; allies are made of settings, by default all alike."""

    def build_harmed(allies: int | list[str] = 3, days: int = 0, **other: Any) -> Any:
        names = [f"ally_{n}" for n in range(allies)] if isinstance(allies, int) else allies
        staff = other.pop("staff", {})
        channels = {post: given for name in (*names, "arden") for post, given in embassies(name).items()}
        for name, (own, theirs) in staff.items():
            channels = {post: c for post, c in channels.items() if name not in (c["sender"], c["host"])}
            channels |= embassies(name, own, theirs)
        harm = {"date": START, "victim": "arden", "author": "belmora", "severity": 5.3, **other.pop("harm", {})}
        influence = other.pop("influence", {})
        given = {
            "channels": channels,
            "alliances": {"league": {"members": ["arden", *names]}},
            "states": {name: {"influence": influence.get(name, 1.0)} for name in ("arden", "belmora", *names)},
            "triggers": {"harm": harm},
        }
        world = build(**given | other)
        for _ in range(days):
            world.state = with_room(world.tables, world.state)
            world.play(1)
        return world

    return build_harmed


def joiners(world: Any) -> list[tuple[int, str]]:
    """Day and ally of every move made in support."""
    log = world.state.log
    return [
        (day, actor)
        for m, (day, actor, *_) in enumerate(world.moves())
        if INTENTS[log.intent[m]] == "joining"
    ]  # fmt: skip


# readiness ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("affinity", "evidence", "joined", "exposure", "chance"),
    [
        pytest.param(0.5, 0.0, 0.0, 0.0, 0.0180, id="a spy case, an ally of middling affinity: -4"),
        pytest.param(1.0, 0.0, 0.0, 0.0, 0.0474, id="the nearest friend: -3"),
        pytest.param(0.0, 0.0, 0.0, 0.0, 0.0067, id="an ally in name only: -5"),
        pytest.param(0.5, 0.42, 0.0, 0.0, 0.2052, id="Vrbetice: -4 + 2.646"),
        pytest.param(0.5, 0.66, 0.0, 0.0, 0.5394, id="Salisbury: -4 + 4.158"),
        pytest.param(0.5, 0.66, 1.0, 0.0, 0.7610, id="Salisbury, all others have joined: -4 + 4.158 + 1"),
        pytest.param(0.5, 0.66, 0.0, 1.0, 0.3011, id="Salisbury, the own mission at stake: -4 + 4.158 - 1"),
        pytest.param(0.8, 0.82, 0.5, 0.1, 0.8972, id="Bucha: -4 + .6 + 5.166 + .5 - .1"),
    ],
)
def test_readiness_to_join(
    build: Any, affinity: float, evidence: float, joined: float, exposure: float, chance: float
) -> None:
    world = build().tables.world
    assert readiness(world, affinity, evidence, joined, exposure) == pytest.approx(chance, abs=5e-5)


@pytest.mark.parametrize(
    ("share", "threshold", "joins"),
    [
        pytest.param(0.0, 0.0, True, id="one who needs nobody"),
        pytest.param(0.0, 0.01, False, id="one who needs somebody"),
        pytest.param(0.5, 0.5, True, id="at its threshold"),
        pytest.param(0.5, 0.51, False, id="just below it"),
    ],
)
def test_an_ally_with_a_threshold_joins(share: float, threshold: float, joins: bool) -> None:
    assert bool(joins_by_threshold(share, threshold)) is joins


@pytest.mark.parametrize(
    ("one_more", "u", "staff", "people"),
    [
        pytest.param(0.45, 0.5, 10, 1, id="one in a little more than half of all cases"),
        pytest.param(0.45, 0.44, 10, 2, id="one more with probability .45"),
        pytest.param(0.45, 0.21, 10, 2, id="and no third above .45 times .45"),
        pytest.param(0.45, 0.20, 10, 3, id="and again below it"),
        pytest.param(0.45, 1e-9, 4, 4, id="never more than there are"),
        pytest.param(0.45, 1e-9, 1, 1, id="a post of one person"),
        pytest.param(0.0, 1e-9, 10, 1, id="always one where nobody adds one more"),
        pytest.param(0.45, 0.5, 149, 1, id="a hundredth of the mission, rounded: one"),
        pytest.param(0.45, 0.5, 150, 2, id="or two"),
        pytest.param(0.45, 0.44, 400, 5, id="of a large one four and one more"),
    ],
)
def test_a_joiner_expels(build: Any, one_more: float, u: float, staff: int, people: int) -> None:
    assert joiner_size(build(parameters={"join_one_more": one_more}).tables.world, u, staff) == people


def test_joiners_of_small_missions_expel_not_quite_two_on_average(build: Any) -> None:
    # 1 + .48/.52 = 1.923, at ten thousand evenly spread numbers; the largest few lie beyond the last of these
    world = build(parameters={"join_mission_share": 0.0}).tables.world
    sizes = [joiner_size(world, (n + 0.5) / 10_000, 10_000) for n in range(10_000)]
    assert np.mean(sizes) == pytest.approx(1.923, abs=0.002)


# who is asked -----------------------------------------------------------------------------------------


def test_allies_share_an_alliance_and_nobody_is_an_ally_of_itself(build: Any) -> None:
    alliances = {"league": {"members": ["arden", "cordia"]}, "pact": {"members": ["belmora", "cordia"]}}
    world = build(alliances=alliances)
    pairs = [(i, j) for i in world.names.parties for j in world.names.parties]
    allied = {pair for pair in pairs if world.tables.is_ally[world.party(pair[0]), world.party(pair[1])]}
    assert allied == {("arden", "cordia"), ("cordia", "arden"), ("belmora", "cordia"), ("cordia", "belmora")}


def test_allies_join_on_the_day_of_the_victims_answer(harmed: Any) -> None:
    world = harmed(3, days=8, parameters=ALWAYS | ONE_EACH)
    assert [move for move in world.moves() if move[1] != "belmora"] == [
        (3, "arden", "belmora", "expel", "b_to_arden", 3),  # of ten: 4 + 2.5 sqrt(.27) = 5.3
        (3, "ally_0", "belmora", "expel", "b_to_ally_0", 1),
        (3, "ally_1", "belmora", "expel", "b_to_ally_1", 1),
        (3, "ally_2", "belmora", "expel", "b_to_ally_2", 1),
    ]


def test_allies_join_together_some_days_after_the_victim(harmed: Any) -> None:
    world = harmed(3, days=14, parameters=ALWAYS | {"join_median_log": math.log(8), "join_sd_log": 0.0})
    assert joiners(world) == [(11, "ally_0"), (11, "ally_1"), (11, "ally_2")]
    assert world.state.log.parent[1:4].tolist() == [0, 0, 0]  # what Arden did on day 3


def test_the_time_until_they_join_is_drawn_once_an_affair(harmed: Any) -> None:
    spread = {"join_median_log": 2.0, "join_sd_log": 0.5}
    world = harmed(2, days=60, parameters=ALWAYS | spread)
    w0, w1, _, _ = draws.of_cause(world.tables, world.state, world.ij("arden", "belmora"), 0, draws.STREAM_JOIN_DELAY)
    days = math.floor(math.exp(2.0 + 0.5 * draws.normal(w0, w1)) + 0.5)
    assert days_to_join(world.tables, world.state, 0) == days
    assert joiners(world) == [(3 + days, "ally_0"), (3 + days, "ally_1")]


def test_a_further_answer_of_the_victim_does_not_put_them_off(harmed: Any) -> None:
    later = {"join_median_log": math.log(8), "join_sd_log": 0.0}
    world = harmed(1, days=20, parameters=ALWAYS | later, timeline={"one": again(2), "two": again(6)})
    assert joiners(world) == [(10, "ally_0")]
    log = world.state.log
    assert [log.parent[m] for m in range(log.n[0]) if INTENTS[log.intent[m]] == "joining"] == [0]  # the first


def test_an_ally_joins_whatever_it_is_called(harmed: Any) -> None:
    """The order of the names decides on which side of its relation a party stands."""
    assert joiners(harmed(["abland", "zealand"], days=5, parameters=ALWAYS)) == [(3, "abland"), (3, "zealand")]


def test_an_ally_that_the_scenario_lets_join_does_so_once_and_is_joined_by_nobody(harmed: Any) -> None:
    # ally_0 acts on day 1, before the victim's answer of day 3, which it does not settle and which others join
    early = {"date": START + timedelta(1), "from": "ally_0", "to": "belmora", "move": "ultimatum", "answers": "harm"}
    world = harmed(3, days=6, parameters=ALWAYS | ONE_EACH, timeline={"early": early})
    assert joiners(world) == [(3, "ally_1"), (3, "ally_2")]
    assert [move[:2] for move in world.moves() if move[1] in ("ally_0", "arden")] == [(1, "ally_0"), (3, "arden")]


def test_nobody_joins_a_victim_that_keeps_silent(harmed: Any) -> None:
    assert harmed(3, days=8, parameters=ALWAYS | {"silence_first": 1.0}).moves() == []


def test_nobody_joins_what_answers_no_harm(harmed: Any) -> None:
    act = {"date": 0, "from": "belmora", "to": "arden", "move": "restrict_access", "channel": "arden_to_b"}
    world = harmed(3, days=8, triggers={}, timeline={"act": act}, parameters=ALWAYS)
    assert {move[1] for move in world.moves()} == {"arden", "belmora"}


def test_nobody_joins_the_author_or_its_reply(harmed: Any) -> None:
    alliances = {"league": {"members": ["arden", "ally_0"]}, "pact": {"members": ["belmora", "ally_1"]}}
    world = harmed(2, days=12, parameters=ALWAYS, alliances=alliances)
    assert joiners(world) == [(3, "ally_0")]
    log = world.state.log
    assert {int(log.cause[m]) for m, move in enumerate(world.moves()) if move[1] == "belmora"} == {NONE}


POOL = {
    "an ally": ({}, True),
    "an ally of another alliance that the victim belongs to": (
        {"alliances": {"league": {"members": ["arden"]}, "pact": {"members": ["ally_0", "arden"]}}},
        True,
    ),
    "a state that is no ally": ({"alliances": {"league": {"members": ["arden"]}}}, False),
    "an ally of the author's": ({"alliances": {"pact": {"members": ["ally_0", "belmora"]}}}, False),
    "an ally without a mission of its own": ({"staff": {"ally_0": (0, 10)}}, True),
    "an ally with one person of the author's to expel": ({"staff": {"ally_0": (10, 1)}}, True),
    "an ally with nobody of the author's to expel": ({"staff": {"ally_0": (10, 0)}}, False),
    "an ally without relations with the author": ({"staff": {"ally_0": (0, 0)}}, False),
}


@pytest.mark.parametrize(("given", "joins"), POOL.values(), ids=POOL)
def test_asked_to_join_is(harmed: Any, given: dict[str, Any], joins: bool) -> None:
    world = harmed(1, days=5, parameters=ALWAYS, **given)
    assert [actor for _, actor in joiners(world)] == (["ally_0"] if joins else [])


def test_an_ally_whose_post_of_the_author_is_being_closed_cannot_join(harmed: Any) -> None:
    act = {"date": 1, "from": "ally_0", "to": "belmora", "move": "close_mission", "channel": "b_to_ally_0"}
    world = harmed(2, days=5, parameters=ALWAYS, timeline={"act": act | {"deadline": 30}})
    assert [actor for _, actor in joiners(world)] == ["ally_1"]


def test_an_ally_expels_from_the_post_of_the_author_that_stays(harmed: Any) -> None:
    larger = {"kind": "embassy", "sender": "belmora", "host": "ally_0", "accredited": 50}
    channels = embassies("arden") | embassies("ally_0") | {"b_also": larger}
    act = {"date": 1, "from": "ally_0", "to": "belmora", "move": "close_mission", "channel": "b_also"}
    world = harmed(1, days=5, parameters=ALWAYS, channels=channels, timeline={"act": act | {"deadline": 30}})
    assert [move[4] for move in world.moves() if move[:2] == (3, "ally_0")] == ["b_to_ally_0"]


def test_an_alliance_itself_does_not_join(harmed: Any) -> None:
    league = {"kind": "mission", "sender": "belmora", "host": "league", "accredited": 10}
    world = harmed(1, parameters=ALWAYS)
    channels = {name: c.model_dump(exclude_none=True) for name, c in world.scenario.channels.items()}
    world = harmed(1, days=5, parameters=ALWAYS, channels=channels | {"b_to_league": league})
    assert [actor for _, actor in joiners(world)] == ["ally_0"]


# thresholds ---------------------------------------------------------------------------------------------


def test_granovetter_ten_thresholds_from_0_to_9_tenths_all_join(harmed: Any) -> None:
    thresholds = {f"ally_{n}": n / 10 for n in range(10)}
    world = harmed(10, days=5, harm={"thresholds": thresholds}, parameters=NEVER)
    assert sorted(joiners(world)) == [(3, f"ally_{n}") for n in range(10)]


def test_granovetter_one_ally_less_easily_moved_leaves_the_first_alone(harmed: Any) -> None:
    thresholds = {f"ally_{n}": n / 10 for n in range(10)} | {"ally_1": 0.2}
    world = harmed(10, days=5, harm={"thresholds": thresholds}, parameters=NEVER)
    assert joiners(world) == [(3, "ally_0")]


def test_granovetter_without_one_who_needs_nobody_nobody_joins(harmed: Any) -> None:
    thresholds = {f"ally_{n}": (n + 1) / 10 for n in range(10)}
    assert joiners(harmed(10, days=5, harm={"thresholds": thresholds}, parameters=ALWAYS)) == []


def test_all_are_asked_at_the_same_share_round_by_round(harmed: Any) -> None:
    # the round in which each joins: 0, then a third, then two thirds have
    thresholds = {"ally_0": 0.6, "ally_1": 0.3, "ally_2": 0.0}
    world = harmed(3, days=5, harm={"thresholds": thresholds})
    assert [actor for _, actor in joiners(world)] == ["ally_2", "ally_1", "ally_0"]


@pytest.mark.parametrize(
    ("influence", "followers"),
    [
        pytest.param({}, [], id="one ally of four is a quarter"),
        pytest.param({"ally_0": 3.0}, ["ally_1"], id="one with the weight of three is a half"),
        pytest.param(
            {"ally_0": 0.3} | dict.fromkeys(("ally_1", "ally_2", "ally_3"), 0.1), ["ally_1"], id="as of small ones"
        ),
        pytest.param({"arden": 9.0}, [], id="the victim's own influence does not count"),
    ],
)
def test_a_share_is_one_of_influence(harmed: Any, influence: dict[str, float], followers: list[str]) -> None:
    thresholds = {"ally_0": 0.0, "ally_1": 0.5, "ally_2": 0.9, "ally_3": 0.9}
    world = harmed(4, days=5, harm={"thresholds": thresholds}, influence=influence)
    assert [actor for _, actor in joiners(world)] == ["ally_0", *followers]


def test_allies_who_cannot_join_still_count_in_the_whole(harmed: Any) -> None:
    thresholds = {"ally_0": 0.0, "ally_1": 0.5}
    world = harmed(3, days=5, harm={"thresholds": thresholds}, staff={"ally_2": (0, 0)})
    assert joiners(world) == [(3, "ally_0")]  # a third, not a half


# chance ---------------------------------------------------------------------------------------------------

BY_CHANCE_ALONE = {"join_joined": 0.0, "join_exposure": 0.0}


def number_of(world: Any, ally: str, stream: int = draws.STREAM_JOIN) -> float:
    """Number of an ally for the harm of day 0."""
    i, victim = world.party(ally), world.party("arden")
    return float(draws.uniform(world.tables, world.state, i, victim, 0, stream, draws.fnv1a("harm")))


def even(probability: float) -> dict[str, float]:
    """Parameters by which every ally joins with one probability."""
    return BY_CHANCE_ALONE | {"join_intercept": math.log(probability / (1 - probability))}


def test_each_ally_joins_by_a_number_of_its_own(harmed: Any) -> None:
    names = [f"ally_{n}" for n in range(12)]
    world = harmed(12, days=5, parameters=even(0.5))
    found = {actor for _, actor in joiners(world)}
    assert found == {name for name in names if number_of(world, name) < 0.5}
    assert 0 < len(found) < 12


@pytest.mark.parametrize("above", [True, False], ids=["joins below its chance", "stays out from it on"])
def test_an_ally(harmed: Any, above: bool) -> None:
    u = number_of(harmed(1), "ally_0")
    world = harmed(1, days=5, parameters=even(u + (1e-9 if above else -1e-9)))
    assert bool(joiners(world)) is above


def again(day: int) -> dict[str, Any]:
    """A step of Arden's against Belmora that answers the harm, by hand."""
    return {
        "date": day, "from": "arden", "to": "belmora", "move": "expel", "channel": "b_to_arden", "count": 1,
        "answers": "harm",
    }  # fmt: skip


def test_an_allys_number_is_kept_for_the_cause(harmed: Any) -> None:
    """Who stayed out stays out when the victim acts again, who joined is not asked again."""
    world = harmed(12, days=9, parameters=even(0.5) | ONE_EACH, timeline={"one": again(2), "two": again(6)})
    assert {day for day, _ in joiners(world)} == {2}
    assert 0 < len(joiners(world)) < 12


def test_another_cause_has_numbers_of_its_own(harmed: Any) -> None:
    harm = {"date": START, "victim": "arden", "author": "belmora", "severity": 5.3}
    world = harmed(12, triggers={"harm": harm, "other": harm}, parameters=even(0.5))
    tables, state = world.tables, world.state
    assert tables.trigger_key.tolist() == [draws.fnv1a("harm"), draws.fnv1a("other")]
    numbers = {draws.uniform(tables, state, 0, 1, 0, draws.STREAM_JOIN, key) for key in tables.trigger_key}
    assert len(numbers) == 2


def test_who_stayed_out_joins_once_there_is_less_to_lose(harmed: Any) -> None:
    """The ally is asked anew with its old number: by then it has reinforced its own mission."""
    u = number_of(harmed(1), "ally_0")
    calm = math.log(u / (1 - u)) + 0.5  # above its number by half a unit of log odds; 1 is taken off at first
    parameters = {"join_intercept": calm, "join_joined": 0.0, "join_exposure": 1.0, **ONE_EACH}
    timeline = {"one": again(2), "two": again(6)}
    world = harmed(1, parameters=parameters, timeline=timeline, staff={"ally_0": (1, 10)}).play(4)
    assert joiners(world) == []
    world.state.posts.accredited[world.channel("ally_0_to_b")] = 10
    assert joiners(world.play(4)) == [(6, "ally_0")]


def test_persons_are_drawn_first_and_held_to_those_there_are(harmed: Any) -> None:
    names = [f"ally_{n}" for n in range(12)]
    staff = dict.fromkeys(names, (10, 3))
    world = harmed(12, days=5, parameters=ALWAYS, staff=staff)
    sizes = {actor: count for _, actor, _, _, _, count in world.moves() if actor in names}
    # 1, and one more below .45, and a third below .2025: Belmora has three people everywhere
    u = {name: number_of(world, name, draws.STREAM_JOIN_SIZE) for name in names}
    assert sizes == {name: 1 + (u[name] < 0.45) + (u[name] < 0.2025) for name in names}
    assert set(sizes.values()) == {1, 2, 3}


CHANCES = {
    "one of the own four at stake": ({"staff": {"ally_0": (4, 10)}}, -0.25),
    "no own mission: as many as it expels": ({"staff": {"ally_0": (0, 10)}}, -1.0),
    "a close friend": ({"staff": {"ally_0": (4, 10)}, "harm": {"affinity": {"ally_0": 0.9}}}, -0.25 + 0.8),
    "plain evidence": ({"staff": {"ally_0": (4, 10)}, "harm": {"evidence": 0.5}}, -0.25 + 3.15),
}


@pytest.mark.parametrize(("given", "odds"), CHANCES.values(), ids=CHANCES)
def test_the_chance_noted_beside_the_move(harmed: Any, given: dict[str, Any], odds: float) -> None:
    world = harmed(1, days=5, parameters=ONE_EACH | {"join_intercept": 3.0}, **given)
    assert joiners(world) == [(3, "ally_0")]
    assert world.state.log.probability[1] == pytest.approx(1 / (1 + math.exp(-3.0 - odds)))


def test_the_share_that_has_joined_makes_others_readier(harmed: Any) -> None:
    # one unit of log odds short of its number alone; half of the allies' influence adds two
    u = number_of(harmed(2), "ally_1")
    odds = math.log(u / (1 - u))
    parameters = ONE_EACH | {"join_intercept": odds - 1.0, "join_joined": 4.0, "join_exposure": 0.0}
    assert joiners(harmed(2, days=5, harm={"thresholds": {"ally_0": 1.0}}, parameters=parameters)) == []
    world = harmed(2, days=5, harm={"thresholds": {"ally_0": 0.0}}, parameters=parameters)
    assert [actor for _, actor in joiners(world)] == ["ally_0", "ally_1"]
    assert math.isnan(world.state.log.probability[1])  # by threshold, not by chance
    assert world.state.log.probability[2] == pytest.approx(1 / (1 + math.exp(-odds - 1.0)))


# the weightiest ally -----------------------------------------------------------------------------------------

MATCHES = ALWAYS | ONE_EACH | {"join_match": 1.0}


def sizes(world: Any) -> dict[str, int]:
    """People whom each joiner expels."""
    names = {actor for _, actor in joiners(world)}
    return {actor: count for _, actor, _, _, _, count in world.moves() if actor in names}


@pytest.mark.parametrize(
    ("influence", "parameters", "expelled"),
    [
        pytest.param({"ally_1": 2.0}, MATCHES, {"ally_0": 1, "ally_1": 3}, id="as many as the victim, three"),
        pytest.param({"ally_1": 2.0, "ally_0": 2.0}, MATCHES, {"ally_0": 1, "ally_1": 1}, id="nobody of equals"),
        pytest.param({"ally_1": 2.0, "arden": 3.0}, MATCHES, {"ally_0": 1, "ally_1": 1},
                     id="nobody who weighs less than the victim"),
        pytest.param({"ally_1": 2.0}, MATCHES | {"join_match": 0.0}, {"ally_0": 1, "ally_1": 1},
                     id="not where it never matches"),
        pytest.param({"ally_1": 2.0}, MATCHES | {"join_mission_share": 0.8}, {"ally_0": 8, "ally_1": 8},
                     id="more where it would expel more"),
    ],
)  # fmt: skip
def test_the_weightiest_ally_expels(
    harmed: Any, influence: dict[str, float], parameters: dict[str, float], expelled: dict[str, int]
) -> None:
    assert sizes(harmed(2, days=5, influence=influence, parameters=parameters)) == expelled


def test_it_matches_no_more_than_there_are(harmed: Any) -> None:
    world = harmed(1, days=5, influence={"ally_0": 2.0}, staff={"ally_0": (10, 2)}, parameters=MATCHES)
    assert sizes(world) == {"ally_0": 2}


def test_it_matches_by_a_draw_of_its_own(harmed: Any) -> None:
    world = harmed(1)
    parties = world.party("ally_0"), world.party("arden")
    drawn = draws.words(world.tables, world.state, *parties, 0, draws.STREAM_JOIN_SIZE, draws.fnv1a("harm"))
    u = draws.unit(drawn[1])  # the first is that of its size
    for chance, people in ((u + 1e-9, 3), (u - 1e-9, 1)):
        world = harmed(1, days=5, influence={"ally_0": 2.0}, parameters=MATCHES | {"join_match": chance})
        assert sizes(world) == {"ally_0": people}


def test_an_ally_that_expels_nobody_of_its_own_accord_does_not_join(harmed: Any) -> None:
    states = {name: {} for name in ("arden", "belmora", "ally_1")} | {"ally_0": {"never": ["expel"]}}
    assert [actor for _, actor in joiners(harmed(2, days=5, states=states, parameters=ALWAYS))] == ["ally_1"]


# what joining is ---------------------------------------------------------------------------------------------


def test_a_joiner_names_the_package_that_it_joins_and_its_cause(harmed: Any) -> None:
    log = harmed(2, days=4, parameters=ALWAYS).state.log
    assert log.parent[:3].tolist() == [NONE, 0, 0]
    assert log.cause[:3].tolist() == [0, 0, 0]
    assert log.package[:3].tolist() == [0, 1, 2]
    assert [INTENTS[log.intent[m]] for m in range(3)] == ["harm", "joining", "joining"]


def test_a_joiner_acts_in_its_own_relation_alone(harmed: Any) -> None:
    world = harmed(2, days=5, parameters=ALWAYS | ONE_EACH | {"half_life_days": 1e12, "silence_first": 0.0})
    tables = world.tables
    held = {
        (world.names.parties[tables.actor[ij]], world.names.parties[tables.target[ij]]): world.state.grievance[ij]
        for ij in range(tables.actor.size)
        if world.state.grievance[ij] > 0.0
    }
    one_of_ten = 4 + 2.5 * math.sqrt(0.1)
    assert held == {
        ("arden", "belmora"): pytest.approx(5.3),  # the harm
        ("belmora", "arden"): pytest.approx(4 + 2.5 * math.sqrt(0.3)),
        ("belmora", "ally_0"): pytest.approx(one_of_ten),
        ("belmora", "ally_1"): pytest.approx(one_of_ten),
    }


def test_a_joiners_people_lose_their_accreditation_at_once_and_leave_later(harmed: Any) -> None:
    world = harmed(1, days=4, parameters=ALWAYS | ONE_EACH)
    posts, c = world.state.posts, world.channel("b_to_ally_0")
    assert (posts.accredited[c], posts.present[c]) == (9, 10)
    assert world.state.log.effective[1] == 10


@pytest.mark.parametrize(
    ("first", "reply", "verdict"),
    [
        pytest.param(1.0, 0.0, "silence", id="it is not answered as a first move"),
        pytest.param(0.0, 1.0, "reply", id="not as an answer"),
    ],
)
def test_to_the_author_joining_is_a_first_move(harmed: Any, first: float, reply: float, verdict: str) -> None:
    relation = {
        "between": ["ally_0", "belmora"],
        "silence_first": {"belmora": first},
        "silence_reply": {"belmora": reply},
    }
    world = harmed(1, days=10, parameters=ALWAYS, relations={"neighbours": relation})
    given, ij = world.state.provocations, world.ij("belmora", "ally_0")
    found = [VERDICTS[given.verdict[p]] for p in range(int(given.n[0])) if given.ij[p] == ij]
    assert found == [verdict]


def test_allies_join_a_scripted_answer_to_the_harm(harmed: Any) -> None:
    world = harmed(2, days=8, parameters=ALWAYS, timeline={"answer": again(2)})
    assert joiners(world) == [(2, "ally_0"), (2, "ally_1")]


def test_allies_may_join_on_the_very_first_day(harmed: Any) -> None:
    assert joiners(harmed(1, days=2, parameters=ALWAYS, timeline={"answer": again(0)})) == [(0, "ally_0")]


def test_nobody_joins_before_anybody_decides(harmed: Any) -> None:
    autonomous = START + timedelta(days=4)
    world = harmed(2, days=8, parameters=ALWAYS, timeline={"answer": again(2)}, autonomous_from=autonomous)
    assert joiners(world) == []


def test_words_of_the_same_day_do_not_hide_the_answer_that_allies_join(harmed: Any) -> None:
    """The words come first in the package; what makes it one that carries a cause is the expulsion."""
    words = {"date": 2, "from": "arden", "to": "belmora", "move": "criticise"}
    world = harmed(2, days=8, parameters=ALWAYS, timeline={"a_words": words, "b_answer": again(2)})
    assert joiners(world) == [(2, "ally_0"), (2, "ally_1")]
