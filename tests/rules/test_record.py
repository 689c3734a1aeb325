"""What comes from outside: the documented record, notes of staff, and harms without a move."""

from datetime import date, timedelta
from typing import Any

import pytest

from sim.rules.posts import set_staff
from sim.rules.world import INTENTS, NONE, STATUSES, VERDICTS
from tests.rules.acts import act

START = date(2030, 1, 1)
FOR_EVER = {"half_life_days": 1e12, "balance_half_life_days": 1e12}
AUTONOMOUS = {"autonomous_from": START + timedelta(days=10)}


@pytest.fixture
def documented(build: Any) -> Any:
    """Build a world with a record; actors decide from day 10 on.  Days in a record are given as numbers."""

    def build_documented(record: dict[str, Any], parameters: Any = None, **other: Any) -> Any:
        dated = {
            name: {**entry, **{key: START + timedelta(days=entry[key]) for key in ("date", "deadline") if key in entry}}
            for name, entry in record.items()
        }
        return build(record=dated, parameters=FOR_EVER | (parameters or {}), **(AUTONOMOUS | other))

    return build_documented


def note(day: int, channel: str = "b_mission", **staff: int) -> dict[str, Any]:
    """A note of staff."""
    return {"date": day, "channel": channel, **staff}


def moves(world: Any) -> list[tuple[int, str, str]]:
    """Day, actor and kind of every move."""
    return [(day, actor, kind) for day, actor, _, kind, _, _ in world.moves()]


def staff(world: Any, channel: str = "b_mission") -> tuple[int, int, int]:
    """Ceiling, accredited and present of a post."""
    posts, c = world.state.posts, world.channel(channel)
    return int(posts.ceiling[c]), int(posts.accredited[c]), int(posts.present[c])


EXPULSION = act(3, "belmora", "arden", "expel", "a_embassy", count=10)  # of 40: 5.25


# the record -------------------------------------------------------------------------------------------


def test_the_record_is_played_until_actors_decide_and_the_timeline_in_any_case(documented: Any) -> None:
    record = {f"on_{day}": act(day, "belmora", "arden", "criticise") for day in (0, 9, 10, 11)}
    timeline = {f"at_{day}": act(day, "arden", "belmora", "criticise") for day in (9, 10, 11)}
    assert moves(documented(record, timeline=timeline).play(20)) == [
        (0, "belmora", "criticise"),
        (9, "arden", "criticise"),
        (9, "belmora", "criticise"),
        (10, "arden", "criticise"),
        (11, "arden", "criticise"),
    ]


def test_nothing_of_the_record_is_played_where_actors_decide_from_the_start(documented: Any) -> None:
    assert documented({"first": EXPULSION}, autonomous_from=None).play(20).moves() == []


@pytest.mark.parametrize("day", [3, 9], ids=["well before anybody decides", "on the eve, taken in by then"])
def test_the_record_is_perceived_exactly_and_never_missed(documented: Any, day: int) -> None:
    distracted = {"perception_noise": 1.0, "miss_probability": 1.0}
    world = documented({"first": EXPULSION | {"date": day}}, parameters=distracted).play(12)
    assert world.state.log.perceived[0] == pytest.approx(5.25)
    assert world.state.grievance[world.ij("arden", "belmora")] == pytest.approx(5.25)


@pytest.mark.parametrize("day", [3, 9], ids=["well before anybody decides", "on the eve, taken in by then"])
def test_the_record_is_answered_by_nobody(documented: Any, day: int) -> None:
    world = documented({"first": EXPULSION | {"date": day}}).play(40)
    assert moves(world) == [(day, "belmora", "expel")]
    assert world.state.provocations.n[0] == 0


def test_an_act_of_the_first_day_on_which_actors_decide_is_answered(documented: Any) -> None:
    world = documented({}, timeline={"first": EXPULSION | {"date": 10}}).play(20)
    assert moves(world) == [(10, "belmora", "expel"), (13, "arden", "expel")]


def test_what_is_documented_counts_in_the_accounts_of_both_sides(documented: Any) -> None:
    world = documented({"first": EXPULSION}).play(10)
    ours, theirs = world.ij("arden", "belmora"), world.ij("belmora", "arden")
    assert world.state.balance[ours] == pytest.approx(5.25)
    assert (world.state.grievance[theirs], world.state.balance[theirs]) == (0.0, pytest.approx(-5.25))


def test_moves_of_the_record_and_of_the_timeline_answer_each_other(documented: Any) -> None:
    record = {"first": EXPULSION, "third": act(7, "belmora", "arden", "criticise", answers="second")}
    timeline = {"second": act(5, "arden", "belmora", "criticise", answers="first")}
    log = documented(record, timeline=timeline).play(10).state.log
    assert log.parent[:3].tolist() == [NONE, 0, 1]
    assert {INTENTS[log.intent[m]] for m in range(3)} == {"scripted"}


def test_an_answer_to_what_is_no_longer_played_answers_nothing(documented: Any) -> None:
    timeline = {"second": act(15, "arden", "belmora", "criticise", answers="first")}
    world = documented({"first": EXPULSION | {"date": 12}}, timeline=timeline).play(20)
    assert moves(world) == [(15, "arden", "criticise")]
    assert world.state.log.parent[0] == NONE


# notes of staff -----------------------------------------------------------------------------------------


# Belmora's mission to the League has 18 people under a ceiling of 20
NOTED = {
    "fewer people: they are gone": (note(2, accredited=12), (20, 12, 12)),
    "more people: they have come": (note(2, accredited=20), (20, 20, 20)),
    "more people than posts: the posts are there": (note(2, accredited=25), (25, 25, 25)),
    "a higher ceiling": (note(2, ceiling=30), (30, 18, 18)),
    "ceiling and people": (note(2, ceiling=15, accredited=11), (15, 11, 11)),
    "nobody left": (note(2, accredited=0), (20, 0, 0)),
}


@pytest.mark.parametrize(("entry", "found"), NOTED.values(), ids=NOTED)
def test_a_note_of(documented: Any, entry: dict[str, Any], found: tuple[int, int, int]) -> None:
    world = documented({"note": entry})
    assert staff(world.play(2)) == (20, 18, 18)
    assert staff(world.play(1)) == found


def test_a_note_is_no_move_and_nobodys_act(documented: Any) -> None:
    world = documented({"note": note(2, accredited=1)}).play(9)
    assert world.moves() == []
    assert world.state.grievance.max() == 0.0
    assert world.state.posts.lost[world.channel("b_mission")] == 0


def test_arrivals_and_departures_are_kept_apart(documented: Any) -> None:
    world = documented({"less": note(2, accredited=12), "more": note(4, accredited=15)}).play(5)
    posts, c = world.state.posts, world.channel("b_mission")
    assert (posts.departed[c], posts.arrived[c]) == (6, 3)


def test_notes_are_not_taken_from_the_day_on_which_actors_decide(documented: Any) -> None:
    assert staff(documented({"note": note(10, accredited=1)}).play(20)) == (20, 18, 18)


@pytest.mark.parametrize("section", ["record", "timeline"])
def test_staff_noted_beside_a_move_is_that_after_it(documented: Any, section: str) -> None:
    """The rules would make it a ceiling of 10 with 10 people; seven are documented."""
    cut = act(3, "league", "belmora", "cut_ceiling", "b_mission", count=10, deadline=8, ceiling=11, accredited=7)
    world = documented({"cut": cut}) if section == "record" else documented({}, timeline={"cut": cut})
    assert staff(world.play(4)) == (11, 7, 7)
    assert world.state.log.count[0] == 10
    assert staff(world.play(8)) == (11, 7, 7)


def test_people_who_were_to_leave_are_gone_when_staff_is_noted(documented: Any) -> None:
    expel = act(3, "league", "belmora", "expel", "b_mission", count=8, deadline=9)
    world = documented({"expel": expel, "note": note(5, accredited=10)})
    assert staff(world.play(4)) == (20, 10, 18)
    assert staff(world.play(2)) == (20, 10, 10)
    assert staff(world.play(5)) == (20, 10, 10)
    assert world.state.posts.departed[world.channel("b_mission")] == 8


@pytest.mark.parametrize(
    ("status", "takes"),
    [("open", True), ("closing", True), ("suspended", False), ("closed", False), ("planned", False)],
    ids=["an open post", "one ordered closed", "not a suspended one", "not a closed one", "not a planned one"],
)
def test_a_note_is_taken_of(documented: Any, status: str, takes: bool) -> None:
    world = documented({})
    c = world.channel("b_mission")
    world.state.posts.status[c] = STATUSES.index(status)
    set_staff(world.tables, world.state, c, NONE, 5)
    assert staff(world) == ((20, 5, 5) if takes else (20, 18, 18))


def test_a_note_of_nothing_leaves_everything(documented: Any) -> None:
    world = documented({})
    set_staff(world.tables, world.state, world.channel("b_mission"), NONE, NONE)
    assert staff(world) == (20, 18, 18)


# harms without a move ---------------------------------------------------------------------------------------


@pytest.fixture
def struck(build: Any) -> Any:
    """Build a world in which Belmora is held to have harmed Arden on day 2."""

    def build_struck(severity: float = 5.25, day: int = 2, parameters: Any = None, **other: Any) -> Any:
        harm = {"date": START + timedelta(days=day), "victim": "arden", "author": "belmora", "severity": severity}
        return build(triggers={"harm": harm}, parameters=FOR_EVER | (parameters or {}), **other)

    return build_struck


def accounts(world: Any, holder: str, against: str) -> Any:
    """Grievance and balance of one party against another."""
    ij = world.ij(holder, against)
    return float(world.state.grievance[ij]), float(world.state.balance[ij])


def verdicts(world: Any, actor: str = "arden") -> list[str]:
    given = world.state.provocations
    rows = range(int(given.n[0]))
    return [VERDICTS[given.verdict[p]] for p in rows if world.tables.actor[given.ij[p]] == world.party(actor)]


def test_a_harm_adds_to_the_victims_grievance_at_once_and_to_no_balance(struck: Any) -> None:
    world = struck()
    assert accounts(world.play(2), "arden", "belmora") == (0.0, 0.0)
    assert accounts(world.play(1), "arden", "belmora") == (pytest.approx(5.25), 0.0)
    assert accounts(world, "belmora", "arden") == (0.0, 0.0)


def test_a_harm_opens_a_provocation_without_moves_that_is_answered_after_the_delay(struck: Any) -> None:
    world = struck().play(3)
    given = world.state.provocations
    assert (given.n[0], given.first_move[0], given.trigger[0], given.opened[0], given.due[0]) == (1, NONE, 0, 2, 5)
    assert moves(world.play(9))[:1] == [(5, "arden", "expel")]


@pytest.mark.parametrize(
    "owed", [-50.0, 0.0, 3.0], ids=["who owes much itself", "who owes nothing", "who is owed less"]
)
def test_a_harm_is_answered_as_owed_in_full_by_one(struck: Any, owed: float) -> None:
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "balance": {"arden": owed}}}
    given = struck(relations=relations).play(6).state.provocations
    assert VERDICTS[given.verdict[0]] == "reply"
    assert given.asked[0] == pytest.approx(5.25)


# 4 + 2.5 sqrt(share) of Belmora's embassy of 24, half of it at most
ANSWERS = {
    "4.5: a twenty-fifth": (4.5, [("expel", "b_embassy", 1)]),
    "5: four of twenty-five": (5.0, [("expel", "b_embassy", 4)]),
    "5.25: a quarter": (5.25, [("expel", "b_embassy", 6)]),
    "5.7: a little less than half": (5.7, [("expel", "b_embassy", 11)]),
    # half weighs 5.77; with an ambassador recalled (4.0) it were (1106.7 + 256)^1/4 = 6.08, with restricted access 5.95
    "5.85: half, and nothing comes closer than nothing": (5.85, [("expel", "b_embassy", 12)]),
    # (1785.1 - 1106.7)^1/4 = 5.10 are missing; one of the five at the consulate weighs 4 + 2.5·√0.2 = 5.12
    "6.5: half, and what is as grave as what is missing": (
        6.5,
        [("expel", "b_embassy", 12), ("expel", "b_consulate", 1)],
    ),
    # with the three gravest measures on three other posts, 5.8, 5.6 and 4 + 2.5·√0.6 = 5.94, it comes to
    # (1106.7 + 1131.6 + 983.4 + 1241.9)^1/4 = 8.17
    "9.3: half, and all that is left": (
        9.3,
        [
            ("expel", "b_embassy", 12),
            ("suspend_council", "commission", 0),
            ("suspend_cooperation", "science", 0),
            ("expel", "b_consulate", 3),
        ],
    ),
}


@pytest.mark.parametrize(("severity", "answer"), ANSWERS.values(), ids=ANSWERS)
def test_a_harm_is_answered_by_expelling(struck: Any, severity: float, answer: list[tuple[str, str, int]]) -> None:
    world = struck(severity).play(6)
    assert [move[3:] for move in world.moves()] == answer


def test_the_largest_mission_pays_for_a_harm(struck: Any) -> None:
    embassy = {"kind": "embassy", "sender": "belmora", "host": "arden"}
    channels = {"a_small": {**embassy, "accredited": 4}, "b_large": {**embassy, "accredited": 40}}
    assert [move[3:] for move in struck(channels=channels).play(6).moves()] == [("expel", "b_large", 10)]


def test_where_nobody_can_be_expelled_a_harm_is_answered_by_what_comes_closest(struck: Any) -> None:
    channels = {"science": {"kind": "cooperation", "between": ["arden", "belmora"]}}
    assert [move[3:] for move in struck(5.6, channels=channels).play(6).moves()] == [
        ("suspend_cooperation", "science", 0)
    ]


def test_every_move_of_the_answer_carries_the_cause_and_answers_no_move(struck: Any) -> None:
    log = struck(6.5, parameters={"surcharge_people": 1.0}).play(6).state.log
    assert log.n[0] == 3
    assert log.cause[:3].tolist() == [0, 0, 0]
    assert log.parent[:3].tolist() == [NONE] * 3
    assert [INTENTS[log.intent[m]] for m in range(3)] == ["harm", "substitute", "surcharge"]


def test_to_the_author_the_answer_to_a_harm_is_a_first_move(struck: Any) -> None:
    relations = {
        "arden_belmora": {
            "between": ["arden", "belmora"],
            "silence_first": {"belmora": 1.0},
            "silence_reply": {"belmora": 0.0},
        }
    }
    assert verdicts(struck(relations=relations).play(12), "belmora") == ["silence"]


def test_a_harm_may_be_let_lie_like_a_first_move(struck: Any) -> None:
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "silence_first": {"arden": 1.0}}}
    world = struck(relations=relations).play(12)
    assert (verdicts(world), world.moves()) == (["silence"], [])


def test_a_harm_may_be_the_last_straw(struck: Any) -> None:
    relations = {"arden_belmora": {"between": ["arden", "belmora"], "grievance": {"arden": 36.0}}}
    world = struck(relations=relations, policies={"arden": {"breaks": True}}).play(6)
    assert verdicts(world) == ["rupture"]
    log = world.state.log
    assert log.cause[: log.n[0]].tolist() == [0] * int(log.n[0])


def test_a_harm_and_an_act_are_decided_apart(struck: Any) -> None:
    timeline = {"act": act(2, "belmora", "arden", "restrict_access", "a_embassy")}
    world = struck(timeline=timeline).play(8)
    given = world.state.provocations
    assert given.perceived[:2].tolist() == pytest.approx([5.25, 3.5])
    assert verdicts(world) == ["reply", "reply"]


def test_a_harm_before_anybody_decides_is_remembered_and_not_answered(struck: Any) -> None:
    world = struck(**AUTONOMOUS).play(20)
    assert accounts(world, "arden", "belmora") == (pytest.approx(5.25), 0.0)
    assert (world.moves(), world.state.provocations.n[0]) == ([], 0)


def test_where_severities_are_exact_the_answer_is_a_measure_of_the_harms_own(struck: Any) -> None:
    world = struck(7.7, realisation="exact").play(6)
    assert [move[3:] for move in world.moves()] == [("measure", "", 0)]
    assert (world.state.log.severity[0], world.state.log.cause[0]) == (pytest.approx(7.7), 0)


def test_two_harms_of_one_day_are_answered_each_with_its_own_cause(build: Any) -> None:
    harm = {"date": START, "victim": "arden", "author": "belmora", "severity": 5.25}
    log = build(triggers={"one": harm, "two": harm}, parameters=FOR_EVER).play(4).state.log
    assert log.cause[: log.n[0]].tolist() == [0, 1]
    assert log.package[: log.n[0]].tolist() == [0, 1]


# answers to a harm by hand ---------------------------------------------------------------------------------------


def by_hand(day: int) -> dict[str, Any]:
    return {"answer": act(day, "arden", "belmora", "expel", "b_embassy", count=2, answers="harm")}


@pytest.mark.parametrize("day", [2, 4], ids=["on the same day", "before the party itself would answer"])
def test_a_scripted_answer_settles_a_harm(struck: Any, day: int) -> None:
    world = struck(timeline=by_hand(day)).play(8)
    assert verdicts(world)[0] == "scripted"
    assert [move for move in moves(world) if move[1] == "arden"] == [(day, "arden", "expel")]


def test_a_scripted_answer_carries_the_cause(struck: Any) -> None:
    log = struck(timeline=by_hand(4)).play(6).state.log
    assert (log.cause[0], log.parent[0]) == (0, NONE)


def test_a_scripted_answer_to_an_act_leaves_the_harm_open(struck: Any) -> None:
    timeline = {
        "act": act(1, "belmora", "arden", "criticise"),
        "word": act(3, "arden", "belmora", "criticise", answers="act"),
    }
    assert verdicts(struck(timeline=timeline).play(6)) == ["reply"]


def test_the_record_may_answer_a_harm(struck: Any) -> None:
    record = {"answer": by_hand(0)["answer"] | {"date": START + timedelta(days=4)}}
    world = struck(record=record, **AUTONOMOUS).play(20)
    assert moves(world) == [(4, "arden", "expel")]
    assert world.state.log.cause[0] == 0


# measures by hand ------------------------------------------------------------------------------------------------


def test_a_scripted_measure_has_the_severity_that_the_scenario_gives_it(build: Any) -> None:
    timeline = {"measure": act(1, "belmora", "arden", "measure", severity=7.7)}
    world = build(timeline=timeline, parameters=FOR_EVER | {"silence_first": 1.0}).play(3)
    assert world.state.log.severity[0] == 7.7
    assert accounts(world, "arden", "belmora") == (pytest.approx(7.7), pytest.approx(7.7))
    assert accounts(world, "belmora", "arden") == (0.0, pytest.approx(-7.7))


def test_a_scripted_measure_counts_against_its_senders_balance_and_leaves_its_grievance(build: Any) -> None:
    measure = {"date": 1, "from": "arden", "to": "belmora", "move": "measure", "severity": 4.0}
    relations = {"pair": {"between": ["arden", "belmora"], "grievance": {"arden": 5.0}, "balance": {"arden": 1.0}}}
    world = build(timeline={"m": measure}, relations=relations, parameters=FOR_EVER).play(2)
    ij = world.ij("arden", "belmora")
    assert (world.state.grievance[ij], world.state.balance[ij]) == pytest.approx((5.0, -3.0))
