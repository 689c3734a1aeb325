"""The law of posts and joint institutions, as numbered rulings.

Vienna Convention on Diplomatic Relations 1961 (VCDR), on Consular Relations 1963 (VCCR).  The small
world has an Ardenish embassy in Belmora with 40 accredited under a ceiling of 45, a Belmoran mission
to the League with 18 under 20, and posts of every other kind.  Nobody decides in it: only the record
is played.
"""

from datetime import date
from typing import Any

import numpy as np
import pytest

from sim.rules import law
from sim.rules.log import begin_package, enact
from sim.rules.moves import CHANNEL_KINDS, KINDS
from sim.rules.world import CLOSED, CLOSING, LEVELS, NONE, SCRIPTED, STATUSES, SUSPENDED
from sim.scenario.pack import KIND_NUMBER
from tests.rules.acts import act

OFFICE = {"kind": "office", "sender": "league", "host": "belmora", "ceiling": 5, "accredited": 4}
# a post of each kind: sender, host (of a joint institution its two sides)
POST_OF = {
    "embassy": ("a_embassy", "arden", "belmora"),
    "mission": ("b_mission", "belmora", "league"),
    "liaison_mission": ("l_liaison", "league", "belmora"),
    "consulate": ("a_consulate", "arden", "belmora"),
    "office": ("l_office", "league", "belmora"),
    "council": ("commission", "arden", "belmora"),
    "cooperation": ("science", "arden", "belmora"),
}
FIELDS = ("ceiling", "accredited", "present", "departed", "status", "head_present", "rung")


@pytest.fixture
def record(build: Any) -> Any:
    """Build a world that only plays its timeline; an office has staff in it, and a consulate a vacancy."""

    usual = build().scenario.model_dump(by_alias=True, exclude_unset=True)["channels"]
    channels = {**usual, "l_office": OFFICE, "a_consulate": {**usual["a_consulate"], "ceiling": 8}}

    def build_record(*moves: dict[str, Any], days: int = 0) -> Any:
        timeline = {f"move_{n}": move for n, move in enumerate(moves)}
        return build(timeline=timeline, channels=channels, autonomous_from=date(2030, 12, 31)).play(days)

    return build_record


def allowed(world: Any, move: str, actor: str, target: str, channel: str | None = None) -> int:
    """Largest count that the law allows a move."""
    row = NONE if channel is None else world.channel(channel)
    return int(law.most_allowed(world.tables, world.state, KIND_NUMBER[move], world.ij(actor, target), row))


def post(world: Any, channel: str) -> tuple[Any, ...]:
    """Ceiling, accredited, present, departed, status, head at post, rung."""
    c, posts = world.channel(channel), world.state.posts
    found = {name: getattr(posts, name)[c].item() for name in FIELDS}
    return tuple((found | {"status": STATUSES[found["status"]]}).values())


# 1. who may do what on which kind of channel ----------------------------------------------------

WHO_MAY = """
                        embassy  mission  liaison_mission  consulate  office  council  cooperation
restrict_access         host     host     host             host       host    -        -
ban_local_staff         host     host     host             host       host    -        -
refuse_accreditation    host     host     host             host       host    -        -
expel                   host     host     host             host       host    -        -
cut_ceiling             host     host     host             host       host    -        -
expel_ambassador        host     host     -                -          -       -        -
close_mission           host     host     -                -          -       -        -
close_liaison_mission   -        -        host             -          -       -        -
close_consulate         -        -        -                host       -       -        -
close_office            -        -        -                -          host    -        -
recall_ambassador       sender   sender   -                -          -       -        -
suspend_mission         sender   sender   sender           -          -       -        -
suspend_council         -        -        -                -          -       either   -
suspend_cooperation     -        -        -                -          -       -        either
"""
_LINES = [line.split() for line in WHO_MAY.strip().splitlines()]
WHO = [(row[0], kind, who) for row in _LINES[1:] for kind, who in zip(_LINES[0], row[1:], strict=True)]
SAYS = {"-": "nobody", "host": "only the host", "sender": "only the sender", "either": "either side"}


@pytest.mark.parametrize(
    ("move", "kind", "who"), [pytest.param(*row, id=f"{SAYS[row[2]]} may {row[0]} on a {row[1]}") for row in WHO]
)
def test_ruling_1_who_may(record: Any, move: str, kind: str, who: str) -> None:
    world = record()
    channel, sender, host = POST_OF[kind]
    found = (allowed(world, move, sender, host, channel) > 0, allowed(world, move, host, sender, channel) > 0)
    assert found == (who in ("sender", "either"), who in ("host", "either"))


# to what has been hurt in every way: its host gives back what it took, its sender sends the ambassador back
WHO_GIVES = """
                   embassy  mission  liaison_mission  consulate  office  council  cooperation
lift_restrictions  host     host     host             host       host    -        -
restore_posts      host     host     host             host       host    -        -
return_ambassador  sender   sender   -                -          -       -        -
"""
_GIFTS = [line.split() for line in WHO_GIVES.strip().splitlines()]
GIVES = [(row[0], kind, who) for row in _GIFTS[1:] for kind, who in zip(_GIFTS[0], row[1:], strict=True)]


@pytest.mark.parametrize(
    ("move", "kind", "who"), [pytest.param(*row, id=f"{SAYS[row[2]]} may {row[0]} on a {row[1]}") for row in GIVES]
)
def test_ruling_1_who_may_give_back(record: Any, move: str, kind: str, who: str) -> None:
    world, (channel, sender, host) = record(), POST_OF[kind]
    posts, row = world.state.posts, world.channel(channel)
    posts.restricted[row], posts.no_local_staff[row], posts.lost[row], posts.head_present[row] = True, True, 3, False
    found = (allowed(world, move, sender, host, channel) > 0, allowed(world, move, host, sender, channel) > 0)
    assert found == (who == "sender", who == "host")


def test_ruling_1_the_tables_above_name_every_move_made_on_a_channel_but_the_reopening() -> None:
    named = {row[0] for row in [*_LINES[1:], *_GIFTS[1:]]}
    assert {kind.name for kind in KINDS if kind.on and kind.on[0] < len(CHANNEL_KINDS)} == named | {"reopen"}
    assert _LINES[0] == _GIFTS[0] == list(CHANNEL_KINDS)


def test_ruling_1_a_third_party_may_do_nothing_to_a_post_of_others(record: Any) -> None:
    world = record()
    assert allowed(world, "expel", "cordia", "belmora", "a_embassy") == 0
    assert allowed(world, "expel", "belmora", "league", "a_embassy") == 0
    assert allowed(world, "suspend_council", "belmora", "league", "commission") == 0


def test_ruling_1_a_move_made_on_a_post_needs_the_post(record: Any) -> None:
    assert allowed(record(), "expel", "belmora", "arden") == 0


# 2. how many, and in which state of the post ----------------------------------------------------

HOW_MANY = """
move                  actor    open  closing  suspended  closed
expel                 belmora  40    0        0          0
cut_ceiling           belmora  45    0        0          0
refuse_accreditation  belmora  5     0        0          0
expel_ambassador      belmora  1     0        0          0
restrict_access       belmora  1     0        0          0
ban_local_staff       belmora  1     0        0          0
close_mission         belmora  1     0        0          0
recall_ambassador     arden    1     0        0          0
suspend_mission       arden    1     0        0          0
return_ambassador     arden    0     0        0          0
lift_restrictions     belmora  0     0        0          0
restore_posts         belmora  0     0        0          0
reopen                arden    0     0        45         45
reopen                belmora  0     0        45         45
"""
_ROWS = [line.split() for line in HOW_MANY.strip().splitlines()]
STATES = [
    (row[0], row[1], status, int(most)) for row in _ROWS[1:] for status, most in zip(_ROWS[0][2:], row[2:], strict=True)
]


@pytest.mark.parametrize(
    ("move", "actor", "status", "most"),
    [pytest.param(*row, id=f"{row[1]} may {row[0]} at most {row[3]} on an embassy {row[2]}") for row in STATES],
)
def test_ruling_2_how_many(record: Any, move: str, actor: str, status: str, most: int) -> None:
    world = record()
    world.state.posts.status[world.channel("a_embassy")] = STATUSES.index(status)
    target = {"arden": "belmora", "belmora": "arden"}[actor]
    assert allowed(world, move, actor, target, "a_embassy") == most


ONCE = {
    "access is not restricted twice": (("belmora", "arden", "restrict_access"), "restrict_access", 0),
    "hiring is not barred twice": (("belmora", "arden", "ban_local_staff"), "ban_local_staff", 0),
    "an ambassador recalled cannot be expelled": (("arden", "belmora", "recall_ambassador"), "expel_ambassador", 0),
    "an ambassador expelled is not expelled twice": (
        ("belmora", "arden", "expel_ambassador"),
        "expel_ambassador",
        0,
    ),
    "barred local staff does not keep an embassy from being closed": (
        ("belmora", "arden", "ban_local_staff"),
        "close_mission",
        1,
    ),
    "a restriction does not stop an expulsion": (("belmora", "arden", "restrict_access"), "expel", 40),
    "a recall does not stop a restriction": (("arden", "belmora", "recall_ambassador"), "restrict_access", 1),
    "restricted access can be lifted": (("belmora", "arden", "restrict_access"), "lift_restrictions", 1),
    "so can the bar on local staff": (("belmora", "arden", "ban_local_staff"), "lift_restrictions", 1),
    "an ambassador expelled is a post that can be given back": (
        ("belmora", "arden", "expel_ambassador"),
        "restore_posts",
        1,
    ),
    "what its sender recalled its host cannot give back": (
        ("arden", "belmora", "recall_ambassador"),
        "restore_posts",
        0,
    ),
}


@pytest.mark.parametrize(("first", "then", "most"), ONCE.values(), ids=ONCE)
def test_ruling_2_measures_in_force(record: Any, first: tuple[str, str, str], then: str, most: int) -> None:
    world = record(act(0, *first, "a_embassy"), days=1)
    assert allowed(world, then, "belmora", "arden", "a_embassy") == most


def test_ruling_2_an_ambassador_comes_back_only_after_having_gone(record: Any) -> None:
    world = record(
        act(0, "arden", "belmora", "recall_ambassador", "a_embassy"),
        act(3, "arden", "belmora", "return_ambassador", "a_embassy"),
        days=1,
    )
    assert allowed(world, "recall_ambassador", "arden", "belmora", "a_embassy") == 0
    assert allowed(world, "return_ambassador", "arden", "belmora", "a_embassy") == 1
    assert post(world, "a_embassy")[5] is False
    assert post(world.play(3), "a_embassy")[5] is True


LAST_OUT = {
    "expelled by an expulsion of all": ("expel", 40, (0, 0, 1)),
    "sent home by a ceiling of nothing": ("cut_ceiling", 45, (0, 0, 1)),
    "spared while one person is left": ("expel", 39, (1, 1, 0)),
}


@pytest.mark.parametrize(
    ("move", "count", "most"), LAST_OUT.values(), ids=[f"the ambassador is {what}" for what in LAST_OUT]
)
def test_ruling_2_with_the_last_of_the_staff_the_ambassador_is_gone(
    record: Any, move: str, count: int, most: tuple[int, int, int]
) -> None:
    world = record(act(0, "belmora", "arden", move, "a_embassy", count=count), days=1)
    expelled = allowed(world, "expel_ambassador", "belmora", "arden", "a_embassy")
    recalled, returned = (
        allowed(world, f"{verb}_ambassador", "arden", "belmora", "a_embassy") for verb in ("recall", "return")
    )
    assert (expelled, recalled, returned) == most


def test_ruling_2_nobody_is_expelled_from_a_post_without_accredited_staff(build: Any) -> None:
    world = build()  # the office's staff is unknown
    assert allowed(world, "expel", "belmora", "league", "l_office") == 0
    assert allowed(world, "cut_ceiling", "belmora", "league", "l_office") == 0
    assert allowed(world, "close_office", "belmora", "league", "l_office") == 1


# 3. relations between states --------------------------------------------------------------------

LEVEL_LAW = {"full": (1, 1), "charge": (0, 1), "suspended": (0, 1), "severed": (0, 0)}


@pytest.mark.parametrize(("level", "most"), LEVEL_LAW.items(), ids=[f"from relations {level}" for level in LEVEL_LAW])
@pytest.mark.parametrize("pair", [("arden", "belmora"), ("cordia", "belmora")], ids=" and ".join)
def test_ruling_3_relations_only_go_down(record: Any, pair: tuple[str, str], level: str, most: tuple[int, int]) -> None:
    world = record()
    world.state.level[world.ij(*pair) >> 1] = LEVELS.index(level)
    found = tuple(allowed(world, move, *pair) for move in ("downgrade_relations", "sever_relations"))
    assert found == most


def test_ruling_3_each_pair_of_states_has_its_own_relations(record: Any) -> None:
    world = record()
    world.state.level[world.ij("cordia", "belmora") >> 1] = LEVELS.index("severed")
    assert allowed(world, "sever_relations", "arden", "belmora") == 1
    world.state.level[world.ij("arden", "belmora") >> 1] = LEVELS.index("severed")
    world.state.level[world.ij("cordia", "belmora") >> 1] = LEVELS.index("full")
    assert allowed(world, "sever_relations", "cordia", "belmora") == 1


@pytest.mark.parametrize(
    ("actor", "target"),
    [("arden", "belmora"), ("belmora", "arden"), ("cordia", "belmora"), ("belmora", "league"), ("league", "belmora")],
)
def test_ruling_3_a_move_climbs_the_ladder_of_its_own_pair(record: Any, actor: str, target: str) -> None:
    world = record(act(0, actor, target, "ultimatum"), act(1, actor, target, "exercise"), days=2)
    dyad = world.ij(actor, target) >> 1
    assert dict(enumerate(world.state.rung_highest.tolist())) == {0: 0, 1: 0, 2: 0} | {dyad: 3}
    assert dict(enumerate(world.state.posture_rung.tolist())) == {0: 0, 1: 0, 2: 0} | {dyad: 4}


@pytest.mark.parametrize(("actor", "target"), [("belmora", "league"), ("league", "belmora")])
@pytest.mark.parametrize("move", ["downgrade_relations", "sever_relations"])
def test_ruling_3_an_alliance_has_no_relations_to_sever(record: Any, move: str, actor: str, target: str) -> None:
    assert allowed(record(), move, actor, target) == 0


@pytest.mark.parametrize(
    "move", ["criticise", "protest_note", "refuse_talks", "offer_talks", "meet", "exercise", "measure"]
)
def test_ruling_3_words_and_meetings_need_no_post(record: Any, move: str) -> None:
    assert allowed(record(), move, "league", "belmora") == 1


def test_ruling_3_a_charge_d_affaires_is_sent_at_once_in_both_capitals(record: Any) -> None:
    world = record(act(0, "arden", "belmora", "downgrade_relations"), days=1)
    dyad = world.ij("arden", "belmora") >> 1
    assert LEVELS[world.state.level[dyad]] == "charge"
    assert world.state.rung_highest[dyad] == 6
    assert post(world, "a_embassy") == (45, 40, 40, 0, "open", False, 0)
    assert post(world, "b_embassy") == (28, 24, 24, 0, "open", False, 0)
    assert post(world, "b_embassy_abroad")[5] is True  # in another capital


def test_ruling_3_with_the_second_ambassador_who_returns_relations_are_full_again(record: Any) -> None:
    world = record(
        act(0, "arden", "belmora", "downgrade_relations"),
        act(2, "belmora", "arden", "return_ambassador", "b_embassy"),
        act(4, "arden", "belmora", "return_ambassador", "a_embassy"),
    )
    dyad = world.ij("arden", "belmora") >> 1
    assert [LEVELS[world.play(1).state.level[dyad]] for _ in range(6)] == ["charge"] * 4 + ["full"] * 2
    assert (post(world, "b_embassy")[5], post(world, "a_embassy")[5]) == (True, True)


def test_ruling_3_severed_relations_are_not_mended_by_a_downgrade(record: Any) -> None:
    world = record(act(0, "arden", "belmora", "downgrade_relations"))
    dyad = world.ij("arden", "belmora") >> 1
    world.state.level[dyad] = LEVELS.index("severed")
    world.play(1)
    assert LEVELS[world.state.level[dyad]] == "severed"


# 4. what each move does: on the day it is announced, and on its effective day ---------------------
# ceiling, accredited, present, departed, status, head at post, rung

EMBASSY_AS_IT_WAS = (45, 40, 40, 0, "open", True, 0)
EFFECTS = {
    "three expelled lose accreditation at once and leave by the deadline": (
        act(0, "belmora", "arden", "expel", "a_embassy", count=3),
        (45, 37, 40, 0, "open", True, 4),
        (45, 37, 37, 3, "open", True, 4),
    ),
    "a quarter of the staff expelled stands a rung higher": (
        act(0, "belmora", "arden", "expel", "a_embassy", count=10),
        (45, 30, 40, 0, "open", True, 5),
        (45, 30, 30, 10, "open", True, 5),
    ),
    "everybody may be expelled": (
        act(0, "belmora", "arden", "expel", "a_embassy", count=40),
        (45, 0, 40, 0, "open", False, 5),
        (45, 0, 0, 40, "open", False, 5),
    ),
    "the ambassador expelled is one person, and the embassy without a head": (
        act(0, "belmora", "arden", "expel_ambassador", "a_embassy"),
        (45, 39, 40, 0, "open", False, 5),
        (45, 39, 39, 1, "open", False, 5),
    ),
    "the ambassador recalled stays accredited": (
        act(0, "arden", "belmora", "recall_ambassador", "a_embassy"),
        (45, 40, 40, 0, "open", False, 3),
        (45, 40, 40, 0, "open", False, 3),
    ),
    "a cut that vacancies absorb sends nobody home": (
        act(0, "belmora", "arden", "cut_ceiling", "a_embassy", count=5),
        (40, 40, 40, 0, "open", True, 5),
        (40, 40, 40, 0, "open", True, 5),
    ),
    "a cut of one post more sends one home": (
        act(0, "belmora", "arden", "cut_ceiling", "a_embassy", count=6),
        (39, 39, 40, 0, "open", True, 5),
        (39, 39, 39, 1, "open", True, 5),
    ),
    "a ceiling may be cut to nothing": (
        act(0, "belmora", "arden", "cut_ceiling", "a_embassy", count=45),
        (0, 0, 40, 0, "open", False, 5),
        (0, 0, 0, 40, "open", False, 5),
    ),
    "the ceiling of twenty cut to ten sends eight of eighteen home": (
        act(0, "league", "belmora", "cut_ceiling", "b_mission", count=10),
        (10, 10, 18, 0, "open", True, 5),
        (10, 10, 10, 8, "open", True, 5),
    ),
    "refused accreditation abolishes vacancies only": (
        act(0, "belmora", "arden", "refuse_accreditation", "a_embassy", count=2),
        (43, 40, 40, 0, "open", True, 3),
        (43, 40, 40, 0, "open", True, 3),
    ),
    "no more vacancies are abolished than there are": (
        act(0, "belmora", "arden", "refuse_accreditation", "a_embassy", count=9),
        (40, 40, 40, 0, "open", True, 3),
        (40, 40, 40, 0, "open", True, 3),
    ),
    "restricted access moves nobody": (
        act(0, "belmora", "arden", "restrict_access", "a_embassy"),
        (45, 40, 40, 0, "open", True, 3),
        (45, 40, 40, 0, "open", True, 3),
    ),
    "barred local staff moves nobody": (
        act(0, "belmora", "arden", "ban_local_staff", "a_embassy"),
        (45, 40, 40, 0, "open", True, 4),
        (45, 40, 40, 0, "open", True, 4),
    ),
    "an embassy suspended by its sender works until the day it is left": (
        act(0, "arden", "belmora", "suspend_mission", "a_embassy"),
        (45, 40, 40, 0, "closing", True, 0),
        (45, 0, 0, 40, "suspended", False, 8),
    ),
    "an embassy closed by its host is left by the deadline": (
        act(0, "belmora", "arden", "close_mission", "a_embassy"),
        (45, 40, 40, 0, "closing", True, 0),
        (45, 0, 0, 40, "closed", False, 8),
    ),
    "a consulate closed": (
        act(0, "belmora", "arden", "close_consulate", "a_consulate"),
        (8, 7, 7, 0, "closing", True, 0),
        (8, 0, 0, 7, "closed", False, 6),
    ),
    "an office closed": (
        act(0, "belmora", "league", "close_office", "l_office"),
        (5, 4, 4, 0, "closing", True, 0),
        (5, 0, 0, 4, "closed", False, 6),
    ),
    "a liaison mission closed": (
        act(0, "belmora", "league", "close_liaison_mission", "l_liaison"),
        (13, 6, 6, 0, "closing", True, 0),
        (13, 0, 0, 6, "closed", False, 7),
    ),
    "a liaison mission suspended by the alliance that sent it": (
        act(0, "league", "belmora", "suspend_mission", "l_liaison"),
        (13, 6, 6, 0, "closing", True, 0),
        (13, 0, 0, 6, "suspended", False, 8),
    ),
}


@pytest.mark.parametrize(("move", "announced", "effective"), EFFECTS.values(), ids=EFFECTS)
def test_ruling_4_what_a_move_does(
    record: Any, move: dict[str, Any], announced: tuple[Any, ...], effective: tuple[Any, ...]
) -> None:
    world = record(move | {"deadline": 5}, days=1)
    assert post(world, move["channel"]) == announced
    assert post(world.play(4), move["channel"]) == announced  # the eve of the deadline
    assert post(world.play(1), move["channel"]) == effective
    assert post(world.play(20), move["channel"]) == effective


def test_ruling_4_a_move_leaves_every_other_post_alone(record: Any) -> None:
    before = record()
    for move, _, _ in EFFECTS.values():
        after = record(move | {"deadline": 5}, days=7)
        others = [c for c in before.names.channels if c != move["channel"]]
        assert [post(after, c) for c in others] == [post(before, c) for c in others]


@pytest.mark.parametrize(
    ("move", "flag"),
    [("restrict_access", "restricted"), ("ban_local_staff", "no_local_staff")],
    ids=["access is restricted", "local staff is barred"],
)
def test_ruling_4_a_restriction_is_noted_on_its_post_alone(record: Any, move: str, flag: str) -> None:
    world = record(act(0, "belmora", "arden", move, "a_embassy"), days=1)
    flags = {name: getattr(world.state.posts, name) for name in ("restricted", "no_local_staff")}
    assert [world.names.channels[c] for c in np.flatnonzero(flags.pop(flag))] == ["a_embassy"]
    assert not any(other.any() for other in flags.values())


def test_ruling_4_only_the_gravest_measure_in_force_stands_as_the_rung_of_a_post(record: Any) -> None:
    world = record(
        act(0, "belmora", "arden", "cut_ceiling", "a_embassy", count=1),
        act(1, "belmora", "arden", "restrict_access", "a_embassy"),
        days=2,
    )
    assert post(world, "a_embassy")[-1] == 5


@pytest.mark.parametrize(
    ("before", "rungs"),
    [
        pytest.param(None, [3, 3, 0], id="nothing else is in force"),
        pytest.param(
            "restrict_access",
            [3, 3, 3],
            id="access stays restricted",
        ),
        pytest.param("ban_local_staff", [4, 4, 4], id="local staff stays barred"),
    ],
)
def test_ruling_4_the_rung_of_a_recall_ends_with_the_return(record: Any, before: str | None, rungs: list[int]) -> None:
    others = [act(0, "belmora", "arden", before, "a_embassy")] if before else []
    world = record(
        *others,
        act(0, "arden", "belmora", "recall_ambassador", "a_embassy"),
        act(2, "arden", "belmora", "return_ambassador", "a_embassy"),
    )
    assert [post(world.play(1), "a_embassy")[-1] for _ in range(3)] == rungs


def test_ruling_4_an_expelled_ambassador_who_returns_is_the_one_who_was_sent_home(record: Any) -> None:
    world = record(
        act(0, "belmora", "arden", "expel", "a_embassy", count=2, deadline=1),
        act(0, "belmora", "arden", "expel_ambassador", "a_embassy", deadline=1),
        act(2, "arden", "belmora", "return_ambassador", "a_embassy"),
        act(3, "belmora", "arden", "restore_posts", "a_embassy", count=9),
    )
    row, posts = world.channel("a_embassy"), world.state.posts
    world.play(2)
    assert (posts.accredited[row], posts.lost[row]) == (37, 3)
    world.play(1)
    assert (posts.accredited[row], posts.lost[row], posts.ceiling[row]) == (38, 2, 45)
    world.play(1)
    assert (posts.accredited[row], posts.lost[row], posts.ceiling[row]) == (40, 0, 45)


def test_ruling_4_an_ambassador_who_returns_to_a_mission_without_a_vacant_post_is_one_of_its_people(
    record: Any,
) -> None:
    world = record(
        act(0, "belmora", "arden", "expel_ambassador", "a_embassy", deadline=1),
        act(1, "belmora", "arden", "cut_ceiling", "a_embassy", count=6, deadline=2),
        act(2, "arden", "belmora", "return_ambassador", "a_embassy"),
        days=3,
    )
    assert post(world, "a_embassy")[:3] == (39, 39, 39)
    assert post(world, "a_embassy")[5] is True


def test_ruling_4_an_ambassador_who_returns_after_all_posts_were_given_back_is_one_of_them(record: Any) -> None:
    world = record(
        act(0, "belmora", "arden", "expel_ambassador", "a_embassy", deadline=1),
        act(2, "belmora", "arden", "restore_posts", "a_embassy", count=1),
        act(3, "arden", "belmora", "return_ambassador", "a_embassy"),
        days=4,
    )
    assert post(world, "a_embassy")[:3] == (45, 40, 40)


def test_ruling_4_words_and_posture_move_no_post_and_climb_their_own_ladders(record: Any) -> None:
    world = record(
        act(0, "arden", "belmora", "ultimatum"),
        act(1, "arden", "belmora", "deploy"),
        act(2, "arden", "belmora", "exercise"),
        days=3,
    )
    dyad = world.ij("arden", "belmora") >> 1
    assert post(world, "a_embassy") == EMBASSY_AS_IT_WAS
    assert (world.state.rung_highest[dyad], world.state.posture_rung[dyad]) == (3, 6)
    assert world.state.rung_highest.sum() == 3  # no other dyad


def test_ruling_4_contact_through_a_post_changes_nothing_about_it(record: Any) -> None:
    world = record(act(0, "belmora", "league", "contact", "b_embassy_abroad"), days=2)
    assert post(world, "b_embassy_abroad") == (9, 9, 9, 0, "open", True, 0)


# 5. who leaves when -------------------------------------------------------------------------------


def test_ruling_5_each_group_leaves_by_its_own_deadline(record: Any) -> None:
    world = record(
        act(0, "belmora", "arden", "expel", "a_embassy", count=3, deadline=5),
        act(1, "belmora", "arden", "expel", "a_embassy", count=2, deadline=3),
    )
    present = [post(world.play(1), "a_embassy")[2] for _ in range(7)]
    assert present == [40, 40, 40, 38, 38, 35, 35]


def test_ruling_5_who_left_with_the_embassy_does_not_leave_again(record: Any) -> None:
    world = record(
        act(0, "belmora", "arden", "expel", "a_embassy", count=3, deadline=9),
        act(1, "arden", "belmora", "suspend_mission", "a_embassy", deadline=4),
        days=12,
    )
    assert post(world, "a_embassy") == (45, 0, 0, 40, "suspended", False, 8)


def test_ruling_5_who_is_still_accredited_stays_when_an_old_deadline_passes(record: Any) -> None:
    world = record(
        act(0, "belmora", "arden", "expel", "a_embassy", count=3, deadline=9),
        act(1, "arden", "belmora", "suspend_mission", "a_embassy", deadline=4),
        act(6, "arden", "belmora", "reopen", "a_embassy"),
    )
    world.play(7)
    c, posts = world.channel("a_embassy"), world.state.posts
    posts.accredited[c] = posts.present[c] = 12
    assert post(world.play(5), "a_embassy")[1:3] == (12, 12)


def test_ruling_5_a_cut_follows_an_expulsion_only_below_the_staff_that_is_left(record: Any) -> None:
    world = record(
        act(0, "belmora", "arden", "expel", "a_embassy", count=10, deadline=5),
        act(1, "belmora", "arden", "cut_ceiling", "a_embassy", count=20, deadline=5),
        days=2,
    )
    assert post(world, "a_embassy")[:3] == (25, 25, 40)  # 45 - 20; 30 were left, 5 of them go too
    assert post(world.play(4), "a_embassy")[:4] == (25, 25, 25, 15)


def decided_at_once(world: Any, *moves: dict[str, Any]) -> Any:
    """Moves decided on the same state of the posts, as of several parties on one day, and then made."""
    rows = []
    for move in moves:
        ij, kind = world.ij(move["from"], move["to"]), KIND_NUMBER[move["move"]]
        channel, count = world.channel(move["channel"]), move.get("count", 0)
        rows.append(
            begin_package(
                world.tables,
                world.state,
                ij,
                0,
                effective=move["deadline"],
                kind=kind,
                channel=channel,
                count=count,
                intent=SCRIPTED,
            )
        )
    for row in rows:
        enact(world.tables, world.state, row, 0)
    return world


def test_ruling_5_vacancies_that_a_cut_of_the_same_day_took_are_not_taken_from_the_staff(record: Any) -> None:
    world = decided_at_once(
        record(),
        act(0, "belmora", "arden", "cut_ceiling", "a_embassy", count=4, deadline=5),
        act(0, "belmora", "arden", "refuse_accreditation", "a_embassy", count=5, deadline=5),
    )
    assert post(world, "a_embassy")[:3] == (40, 40, 40)


def test_ruling_5_neither_staff_nor_ceiling_falls_below_nothing(record: Any) -> None:
    world = decided_at_once(
        record(),
        act(0, "belmora", "arden", "expel", "a_embassy", count=30, deadline=5),
        act(0, "belmora", "arden", "expel", "a_embassy", count=30, deadline=5),
        act(0, "belmora", "arden", "cut_ceiling", "a_embassy", count=45, deadline=5),
        act(0, "belmora", "arden", "cut_ceiling", "a_embassy", count=45, deadline=5),
    )
    assert post(world, "a_embassy")[:3] == (0, 0, 40)
    assert world.state.log.leaving[:4].tolist() == [30, 10, 0, 0]
    world.day = 5
    assert post(world.play(1), "a_embassy")[:4] == (0, 0, 0, 40)


def test_ruling_5_a_mission_that_its_sender_has_left_today_is_closed_by_its_host_on_the_day_ordered(
    record: Any,
) -> None:
    world = decided_at_once(
        record(),
        act(0, "arden", "belmora", "suspend_mission", "a_embassy", deadline=0),
        act(0, "belmora", "arden", "close_mission", "a_embassy", deadline=5),
    )
    assert post(world, "a_embassy") == (45, 0, 0, 40, "suspended", False, 8)
    world.day = 5
    assert post(world.play(1), "a_embassy") == (45, 0, 0, 40, "closed", False, 8)


def test_ruling_5_what_its_host_has_closed_stays_closed_when_its_sender_leaves(record: Any) -> None:
    world = decided_at_once(
        record(),
        act(0, "belmora", "arden", "close_mission", "a_embassy", deadline=0),
        act(0, "arden", "belmora", "suspend_mission", "a_embassy", deadline=5),
    )
    world.day = 5
    assert post(world.play(1), "a_embassy") == (45, 0, 0, 40, "closed", False, 8)


@pytest.mark.parametrize("move", ["criticise", "refuse_talks", "ultimatum", "cancel_meeting", "exercise"])
def test_ruling_5_words_spoken_about_a_post_end_nothing_there(record: Any, move: str) -> None:
    world = decided_at_once(record(), act(0, "belmora", "arden", move, "a_embassy", deadline=0))
    assert post(world, "a_embassy")[:6] == EMBASSY_AS_IT_WAS[:6]
    assert post(world.play(9), "a_embassy")[:6] == EMBASSY_AS_IT_WAS[:6]


def test_ruling_5_whoever_was_expelled_leaves_though_posts_are_given_back_before(record: Any) -> None:
    world = record(
        act(0, "belmora", "arden", "expel", "a_embassy", count=3, deadline=5),
        act(2, "belmora", "arden", "restore_posts", "a_embassy", count=3),
    )
    seen = [post(world.play(1), "a_embassy")[:4] for _ in range(6)]
    assert seen[2] == seen[4] == (45, 40, 43, 0)  # three new, three packing
    assert seen[5] == (45, 40, 40, 3)


# 6. severance [VCCR art. 2(3)] ---------------------------------------------------------------------


def test_ruling_6_severance_closes_both_embassies_of_the_dyad_on_its_effective_day(record: Any) -> None:
    world = record(act(0, "arden", "belmora", "sever_relations", deadline=5), days=5)
    dyad = world.ij("arden", "belmora") >> 1
    assert LEVELS[world.state.level[dyad]] == "severed"  # from the word on
    assert post(world, "a_embassy") == (45, 40, 40, 0, "closing", True, 0)
    assert post(world, "b_embassy") == (28, 24, 24, 0, "closing", True, 0)
    world.play(1)
    assert LEVELS[world.state.level[dyad]] == "severed"
    assert post(world, "a_embassy") == (45, 0, 0, 40, "closed", False, 9)
    assert post(world, "b_embassy") == (28, 0, 0, 24, "closed", False, 9)
    assert world.state.rung_highest[dyad] == 9


@pytest.mark.parametrize("pair", [("arden", "belmora"), ("belmora", "arden")], ids=" towards ".join)
def test_ruling_6_relations_are_not_severed_again_while_the_missions_pack(record: Any, pair: tuple[str, str]) -> None:
    again = [act(day, *pair, "sever_relations", deadline=day + 2) for day in (0, 1, 4)]
    world = record(act(0, "arden", "belmora", "sever_relations", deadline=5), *again)
    for _ in range(5):
        world.play(1)
        assert (allowed(world, "sever_relations", *pair), allowed(world, "downgrade_relations", *pair)) == (0, 0)
        assert post(world, "a_embassy")[2:5] == (40, 0, "closing")
    assert post(world.play(1), "a_embassy")[2:5] == (0, 40, "closed")
    assert [move[0] for move in world.moves()] == [0]


def test_ruling_6_severance_spares_consulates_joint_institutions_and_other_dyads(record: Any) -> None:
    before = record()
    after = record(act(0, "arden", "belmora", "sever_relations", deadline=5), days=9)
    others = [c for c in before.names.channels if c not in ("a_embassy", "b_embassy")]
    assert [post(after, c) for c in others] == [post(before, c) for c in others]
    dyad = after.ij("arden", "belmora") >> 1
    assert [LEVELS[level] for d, level in enumerate(after.state.level) if d != dyad] == ["full", "full"]


def test_ruling_6_relations_with_another_state_are_severed_apart(record: Any) -> None:
    world = record(act(0, "cordia", "belmora", "sever_relations", deadline=5), days=7)
    dyad = world.ij("cordia", "belmora") >> 1
    assert {d: LEVELS[level] for d, level in enumerate(world.state.level)} == {0: "full", 1: "full", 2: "full"} | {
        dyad: "severed"
    }
    assert post(world, "b_embassy_abroad") == (9, 0, 0, 9, "closed", False, 9)
    assert post(world, "a_embassy") == EMBASSY_AS_IT_WAS


def test_ruling_6_an_embassy_already_suspended_is_closed_when_relations_end(record: Any) -> None:
    world = record(
        act(0, "arden", "belmora", "suspend_mission", "a_embassy", deadline=2),
        act(4, "belmora", "arden", "sever_relations", deadline=6),
        days=5,
    )
    assert post(world, "a_embassy")[4] == "suspended"
    assert post(world.play(1), "a_embassy")[4] == "suspended"  # the eve of the deadline
    assert post(world.play(1), "a_embassy")[:6] == (45, 0, 0, 40, "closed", False)
    assert post(world, "b_embassy")[:6] == (28, 0, 0, 24, "closed", False)


def test_ruling_6_an_embassy_closed_by_severance_is_not_reopened_by_an_older_suspension(record: Any) -> None:
    world = record(
        act(0, "arden", "belmora", "suspend_mission", "a_embassy", deadline=9),
        act(1, "belmora", "arden", "sever_relations", deadline=3),
        days=12,
    )
    assert post(world, "a_embassy") == (45, 0, 0, 40, "closed", False, 9)


# 7. joint institutions: a flag on each side -----------------------------------------------------------


def council(world: Any) -> tuple[str, list[bool], int]:
    """Status, who stays away (Arden, Belmora) and rung of the commission."""
    c, posts = world.channel("commission"), world.state.posts
    return STATUSES[posts.status[c]], posts.withheld[c].tolist(), int(posts.rung[c])


@pytest.mark.parametrize(
    ("channel", "move", "rung"),
    [("commission", "suspend_council", 7), ("science", "suspend_cooperation", 6)],
    ids=["a council", "a cooperation"],
)
def test_ruling_7_one_side_is_enough_to_stop_and_both_are_needed_to_go_on(
    record: Any, channel: str, move: str, rung: int
) -> None:
    world = record(
        act(0, "arden", "belmora", move, channel),
        act(2, "belmora", "arden", move, channel),
        act(4, "arden", "belmora", "reopen", channel),
        act(6, "belmora", "arden", "reopen", channel),
    )
    c, posts, seen = world.channel(channel), world.state.posts, []
    for _ in range(4):
        world.play(2)
        seen.append((STATUSES[posts.status[c]], *posts.withheld[c].tolist(), int(posts.rung[c])))
    assert seen == [
        ("suspended", True, False, rung),
        ("suspended", True, True, rung),
        ("suspended", False, True, rung),
        ("open", False, False, 0),
    ]
    assert posts.last_meeting[c] == 6  # an institution reopened counts as met


@pytest.mark.parametrize(
    ("first", "second", "away"),
    [("arden", "belmora", [False, True]), ("belmora", "arden", [True, False])],
    ids=["Arden comes back first", "Belmora comes back first"],
)
def test_ruling_7_one_side_that_comes_back_finds_no_council(
    record: Any, first: str, second: str, away: list[bool]
) -> None:
    world = record(
        act(0, "arden", "belmora", "suspend_council", "commission"),
        act(0, "belmora", "arden", "suspend_council", "commission"),
        act(2, first, second, "reopen", "commission"),
        days=4,
    )
    assert council(world) == ("suspended", away, 7)


def test_ruling_7_each_side_takes_back_only_its_own_absence(record: Any) -> None:
    world = record(act(0, "belmora", "arden", "suspend_council", "commission"), days=1)
    assert council(world) == ("suspended", [False, True], 7)
    assert allowed(world, "reopen", "arden", "belmora", "commission") == 0
    assert allowed(world, "reopen", "belmora", "arden", "commission") == 1
    assert allowed(world, "suspend_council", "arden", "belmora", "commission") == 1
    assert allowed(world, "suspend_council", "belmora", "arden", "commission") == 0


def test_ruling_7_an_institution_that_works_need_not_be_reopened(record: Any) -> None:
    world = record()
    assert allowed(world, "reopen", "arden", "belmora", "commission") == 0
    assert allowed(world, "reopen", "belmora", "arden", "science") == 0


@pytest.mark.parametrize(
    ("channel", "move"),
    [("commission", "suspend_council"), ("science", "suspend_cooperation")],
    ids=["a council", "a cooperation"],
)
@pytest.mark.parametrize("away", [False, True], ids=["left by nobody", "left by both"])
def test_ruling_7_what_is_closed_is_neither_suspended_nor_reopened_by_one_side(
    record: Any, channel: str, move: str, away: bool
) -> None:
    world = record()
    c, posts = world.channel(channel), world.state.posts
    posts.status[c], posts.withheld[c] = CLOSED, away
    for pair in (("arden", "belmora"), ("belmora", "arden")):
        assert (allowed(world, move, *pair, channel), allowed(world, "reopen", *pair, channel)) == (0, 0)


# 8. meetings ------------------------------------------------------------------------------------------


def test_ruling_8_a_meeting_is_held_in_the_open_councils_of_the_two_parties_alone(record: Any) -> None:
    for pair, name in ((("arden", "belmora"), "commission"), (("belmora", "league"), "l_council")):
        world = record(act(4, *pair, "meet"), days=6)
        met = dict(zip(world.names.channels, world.state.posts.last_meeting.tolist(), strict=True))
        assert {channel: day for channel, day in met.items() if day != 0} == {name: 4}


def test_ruling_8_a_suspended_council_does_not_meet(record: Any) -> None:
    world = record(
        act(1, "belmora", "arden", "suspend_council", "commission"), act(4, "arden", "belmora", "meet"), days=6
    )
    assert world.state.posts.last_meeting[world.channel("commission")] == 0


# 9. reopening posts ---------------------------------------------------------------------------------------


def reopened(record: Any, move: str, actor: str, target: str, reopener: tuple[str, str], count: int) -> Any:
    """A world in which the embassy was lost on day 2 and reopens on day 6."""
    return record(
        act(0, actor, target, move, "a_embassy", deadline=2),
        act(6, *reopener, "reopen", "a_embassy", count=count),
        days=8,
    )


REOPENINGS = {
    "a suspended embassy reopens with the staff agreed": ("suspend_mission", "arden", "belmora", 4, 4),
    "a closed embassy reopens": ("close_mission", "belmora", "arden", 4, 4),
    "never with more than the ceiling": ("close_mission", "belmora", "arden", 99, 45),
    "with a single person": ("close_mission", "belmora", "arden", 1, 1),
    "without a number with all that it may have": ("close_mission", "belmora", "arden", 0, 45),
}


@pytest.mark.parametrize(("move", "actor", "target", "count", "staff"), REOPENINGS.values(), ids=REOPENINGS)
def test_ruling_9_reopening(record: Any, move: str, actor: str, target: str, count: int, staff: int) -> None:
    for reopener in (("arden", "belmora"), ("belmora", "arden")):
        world = reopened(record, move, actor, target, reopener, count)
        assert post(world, "a_embassy") == (45, staff, staff, 40, "open", True, 0)
        assert world.state.posts.arrived[world.channel("a_embassy")] == staff


def test_ruling_9_an_open_post_gains_nobody_by_being_reopened(record: Any) -> None:
    world = record(act(0, "arden", "belmora", "reopen", "a_embassy", count=5), days=2)
    assert world.moves() == []
    assert post(world, "a_embassy") == EMBASSY_AS_IT_WAS


def test_ruling_9_a_post_of_unknown_staff_may_be_reopened_too(build: Any) -> None:
    world = build()
    world.state.posts.status[world.channel("l_office")] = CLOSED
    assert allowed(world, "reopen", "league", "belmora", "l_office") == 1


ENDINGS = {"suspend": ("arden", "belmora", "suspend_mission"), "close": ("belmora", "arden", "close_mission")}


@pytest.mark.parametrize(("early", "late"), [("suspend", "close"), ("close", "suspend")])
def test_ruling_9_a_post_reopened_before_the_day_of_a_later_order_stays_open(
    record: Any, early: str, late: str
) -> None:
    # both orders are given on day 0; the first is carried out on day 2, the other would be on day 8
    orders = [act(0, *ENDINGS[name], "a_embassy", deadline=day) for name, day in ((early, 2), (late, 8))]
    world = decided_at_once(record(act(4, "arden", "belmora", "reopen", "a_embassy", count=6)), *orders)
    assert post(world.play(4), "a_embassy")[:4] == (45, 0, 0, 40)
    for _ in range(6):
        assert post(world.play(1), "a_embassy") == (45, 6, 6, 40, "open", True, 0)


def test_ruling_9_an_embassy_reopened_before_the_day_of_severance_stays_and_the_other_goes(record: Any) -> None:
    world = record(
        act(0, "arden", "belmora", "suspend_mission", "a_embassy", deadline=2),
        act(1, "belmora", "arden", "sever_relations", deadline=8),
        act(4, "arden", "belmora", "reopen", "a_embassy", count=6),
        days=10,
    )
    assert post(world, "a_embassy") == (45, 6, 6, 40, "open", True, 0)
    assert post(world, "b_embassy") == (28, 0, 0, 24, "closed", False, 9)


@pytest.mark.parametrize("move", ["downgrade_relations", "sever_relations"])
def test_ruling_9_with_an_embassy_full_relations_are_restored(record: Any, move: str) -> None:
    world = record(
        act(0, "belmora", "arden", "close_mission", "a_embassy", deadline=2),
        act(0, "belmora", "arden", "close_consulate", "a_consulate", deadline=2),
        act(1, "belmora", "arden", move, deadline=3),
        act(1, "belmora", "cordia", move, deadline=3),
        act(5, "arden", "belmora", "reopen", "a_consulate", count=1),
        act(7, "arden", "belmora", "reopen", "a_embassy", count=1),
    )
    low = "charge" if move == "downgrade_relations" else "severed"
    ours, others = (world.ij(party, "belmora") >> 1 for party in ("arden", "cordia"))
    levels = [LEVELS[world.play(1).state.level[ours]] for _ in range(9)]
    assert levels == ["full"] + [low] * 6 + ["full"] * 2  # a consulate is not enough
    assert LEVELS[world.state.level[others]] == low
    assert allowed(world, "sever_relations", "belmora", "arden") == 1


def test_ruling_9_an_embassy_reopens_without_the_restrictions_of_before(record: Any) -> None:
    world = record(
        *(act(0, "belmora", "arden", move, "a_embassy") for move in ("restrict_access", "ban_local_staff")),
        act(1, "arden", "belmora", "suspend_mission", "a_embassy", deadline=2),
        act(6, "arden", "belmora", "reopen", "a_embassy", count=6),
    )
    c, posts = world.channel("a_embassy"), world.state.posts
    world.play(6)
    assert (bool(posts.restricted[c]), bool(posts.no_local_staff[c])) == (True, True)
    world.play(1)
    assert (bool(posts.restricted[c]), bool(posts.no_local_staff[c])) == (False, False)
    assert allowed(world, "restrict_access", "belmora", "arden", "a_embassy") == 1


@pytest.mark.parametrize(
    ("staff", "lost"), [(2, 1), (3, 0), (45, 0)], ids=["fewer than were lost", "as many", "more than were lost"]
)
def test_ruling_9_who_comes_with_a_reopening_is_lost_no_more(record: Any, staff: int, lost: int) -> None:
    world = record(
        act(0, "belmora", "arden", "expel", "a_embassy", count=2, deadline=1),
        act(0, "belmora", "arden", "expel_ambassador", "a_embassy", deadline=1),
        act(1, "arden", "belmora", "suspend_mission", "a_embassy", deadline=2),
        act(6, "arden", "belmora", "reopen", "a_embassy", count=staff),
    )
    row, posts = world.channel("a_embassy"), world.state.posts
    world.play(6)
    assert (posts.lost[row], bool(posts.head_expelled[row])) == (3, True)
    world.play(1)
    assert (posts.lost[row], bool(posts.head_expelled[row])) == (lost, False)
    assert post(world, "a_embassy")[-1] == (4 if lost else 0)  # who is still sent home


def test_ruling_9_contact_is_direct_again_with_a_mission_and_not_with_a_consulate(record: Any) -> None:
    closed = {"a_embassy": "close_mission", "a_consulate": "close_consulate"}
    world = record(
        *(act(0, "belmora", "arden", move, channel, deadline=1) for channel, move in closed.items()),
        act(3, "arden", "belmora", "reopen", "a_consulate", count=1),
        act(5, "arden", "belmora", "reopen", "a_embassy", count=1),
    )
    dyad = world.ij("arden", "belmora") >> 1
    world.state.rerouted[:] = True
    direct = [(~world.play(1).state.rerouted[2 * dyad : 2 * dyad + 2]).tolist() for _ in range(7)]
    assert direct == [[False, False]] * 5 + [[True, True]] * 2
    assert world.state.rerouted.sum() == world.state.rerouted.size - 2


# 10. which posts count as a resident mission ----------------------------------------------------------------


def has_mission(world: Any, a: str, b: str) -> bool:
    return bool(law.has_resident_mission(world.tables, world.state, world.ij(a, b) >> 1))


def mission_of(world: Any, actor: str, target: str, may_be_closing: bool = True) -> str:
    found = law.resident_mission_of(world.tables, world.state, world.ij(actor, target), may_be_closing)
    return "" if found == NONE else world.names.channels[found]


def test_ruling_10_each_side_has_its_own_mission(record: Any) -> None:
    world = record()
    assert mission_of(world, "arden", "belmora") == "a_embassy"
    assert mission_of(world, "belmora", "arden") == "b_embassy"
    assert mission_of(world, "cordia", "belmora") == ""
    assert mission_of(world, "belmora", "cordia") == "b_embassy_abroad"
    assert mission_of(world, "league", "belmora") == "l_liaison"


@pytest.mark.parametrize(
    ("status", "works"),
    [("open", True), ("closing", True), ("suspended", False), ("closed", False)],
    ids=["an open mission works", "one ordered closed still works", "a suspended one does not", "a closed one neither"],
)
def test_ruling_10_a_mission_works_until_it_is_gone(record: Any, status: str, works: bool) -> None:
    world = record()
    world.state.posts.status[world.channel("b_mission")] = CLOSED
    world.state.posts.status[world.channel("l_liaison")] = STATUSES.index(status)
    assert has_mission(world, "belmora", "league") is works
    assert mission_of(world, "league", "belmora") == ("l_liaison" if works else "")
    assert law.is_open(world.state, world.channel("l_liaison")) == works


def test_ruling_10_consulates_and_offices_are_no_missions(record: Any) -> None:
    world = record()
    for name in ("a_embassy", "b_embassy"):
        world.state.posts.status[world.channel(name)] = SUSPENDED
    assert not has_mission(world, "arden", "belmora")


def test_ruling_10_the_largest_mission_counts_and_of_equal_ones_the_first(build: Any) -> None:
    embassy = {"kind": "embassy", "sender": "arden", "host": "belmora"}
    sizes = {"one": 5, "two": 9, "three": 9, "four": 2}
    world = build(channels={name: {**embassy, "accredited": n} for name, n in sizes.items()})
    assert mission_of(world, "arden", "belmora") == "three"  # before two in the order of ids
    world.state.posts.status[world.channel("three")] = CLOSED
    assert mission_of(world, "arden", "belmora") == "two"
    world.state.posts.status[world.channel("two")] = CLOSING
    assert mission_of(world, "arden", "belmora") == "two"
    assert mission_of(world, "arden", "belmora", may_be_closing=False) == "one"


# 11. kinds of channel and severity ------------------------------------------------------------------------------

KIND_LAW = {
    "embassy": ("resident", "close_mission"),
    "mission": ("resident", "close_mission"),
    "liaison_mission": ("resident", "close_liaison_mission"),
    "consulate": ("post", "close_consulate"),
    "office": ("post", "close_office"),
    "council": ("joint", ""),
    "cooperation": ("joint", ""),
}


@pytest.mark.parametrize(("kind", "ruling"), KIND_LAW.items(), ids=[f"{k}: {v[0]}" for k, v in KIND_LAW.items()])
def test_ruling_11_kinds_of_channel(kind: str, ruling: tuple[str, str]) -> None:
    number = CHANNEL_KINDS.index(kind)
    form = "joint" if law.is_joint(number) else "resident" if law.is_resident(number) else "post"
    closing = "" if form == "joint" else KINDS[law.closing_move(number)].name
    assert (form, closing) == ruling


def test_ruling_11_four_orders_of_the_host_and_one_of_the_sender_end_a_post() -> None:
    endings = {kind.name for n, kind in enumerate(KINDS) if law.ends_post(n)}
    assert endings == {"close_office", "close_consulate", "close_liaison_mission", "close_mission", "suspend_mission"}


def test_ruling_11_four_moves_count_persons_or_posts() -> None:
    counted = {kind.name for n, kind in enumerate(KINDS) if law.is_counted(n)}
    assert counted == {"expel", "cut_ceiling", "refuse_accreditation", "restore_posts"}


# s = 4 + 2.5 sqrt(share): of those accredited for an expulsion, of the ceiling for a cut
SEVERITIES = {
    "a quarter of the staff expelled": ("expel", "a_embassy", 10, 0.25, 5.25),
    "the whole staff expelled": ("expel", "a_embassy", 40, 1.0, 6.5),
    "the ceiling of 20 halved": ("cut_ceiling", "b_mission", 10, 0.5, 5.7678),
    "the whole ceiling abolished": ("cut_ceiling", "b_mission", 20, 1.0, 6.5),
    "vacancies abolished": ("refuse_accreditation", "b_mission", 2, 0.0, 3.5),
    "the ambassador expelled": ("expel_ambassador", "a_embassy", 0, 0.0, 5.0),
    "a mission closed": ("close_mission", "a_embassy", 0, 0.0, 6.5),
    "a council reopened": ("reopen", "commission", 0, 0.0, -5.4),
    "an expulsion from a post of unknown staff": ("expel", "unknown", 1, 1.0, 6.5),
    "a cut of an unknown ceiling": ("cut_ceiling", "unknown", 1, 1.0, 6.5),
}


@pytest.mark.parametrize(("move", "channel", "count", "share", "severity"), SEVERITIES.values(), ids=SEVERITIES)
def test_ruling_11_severity(build: Any, move: str, channel: str, count: int, share: float, severity: float) -> None:
    world = build()
    row, kind = world.channel("l_office" if channel == "unknown" else channel), KIND_NUMBER[move]
    assert law.share_hit(world.state, kind, row, count) == pytest.approx(share)
    ij = world.ij("arden", "belmora")
    assert law.severity_of(world.tables, world.state, kind, ij, row, count) == pytest.approx(severity, abs=5e-5)


@pytest.mark.parametrize(
    ("lost", "count", "severity"),
    [
        pytest.param(8, 8, -4.0, id="all eight lost posts given back weigh 4"),
        pytest.param(8, 2, -1.0, id="a quarter of them weighs 1"),
        pytest.param(1, 1, -4.0, id="the only one lost weighs as much as eight of eight"),
    ],
)
def test_ruling_11_posts_given_back_weigh_by_their_share_of_those_lost(
    build: Any, lost: int, count: int, severity: float
) -> None:
    world = build()
    row = world.channel("a_embassy")
    world.state.posts.lost[row] = world.state.posts.taken[row] = lost
    found = law.severity_of(
        world.tables, world.state, KIND_NUMBER["restore_posts"], world.ij("belmora", "arden"), row, count
    )
    assert found == pytest.approx(severity)
