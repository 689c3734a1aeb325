"""A seat: what it is told, what it may do, what it takes back, and that a game plays again as it was."""

from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from sim import load_scenario, run
from sim.play import Seat
from sim.play.game_file import game_text
from sim.play.wording import post_line
from sim.scenario.arguments import ArgumentError

SHORT = ["end=2030-06-30"]
BARE = [f"timeline.first_expulsion.{key}=null" for key in ("channel", "count", "deadline")]


@pytest.fixture(name="seat")
def _seat() -> Seat:
    """Arden on the morning after Belmora's expulsion, which its policy would answer at once."""
    seat = Seat("two_states", "arden", settings=SHORT)
    seat.go()
    return seat


# what it is told ------------------------------------------------------------------------------------


def test_it_is_asked_when_its_policy_would_decide(seat: Seat) -> None:
    assert seat.date == date(2030, 3, 2)
    assert [news.words for news in seat.news] == ["Belmora expels 3 of the Ardenish embassy in Quellin"]
    assert [(question.number, question.actor) for question in seat.questions] == [(1, "belmora")]


def test_it_is_told_what_its_policy_would_do_and_why(seat: Seat) -> None:
    (advised,) = seat.advice
    assert advised.words == "expels 4 of the Belmoran embassy in Stanmoor"
    assert advised.why.startswith("answers in kind; 6.25 asked for 5.21 perceived")
    assert advised.move is not None
    assert (advised.move.in_answer, advised.move.date) == (True, seat.date)


def test_its_policy_does_what_it_is_told_where_it_has_the_seat(seat: Seat) -> None:
    by_policy = run("two_states", settings=SHORT).moves
    second = by_policy[by_policy["id"] == 2].iloc[0]
    assert (second["kind"], second["count"], second["from"]) == ("expel", 4, "arden")


def test_it_sees_how_it_stands_with_others_and_their_posts(seat: Seat) -> None:
    (between,) = seat.between
    assert (between.other, between.breaking_point) == ("belmora", float("inf"))
    assert between.grievance > 4 > between.their_grievance == 0
    posts = {post.channel: post for post in between.posts}
    assert (posts["arden_embassy"].accredited, posts["arden_embassy"].ceiling) == (37, 45)
    assert (posts["joint_commission"].status, posts["joint_commission"].accredited) == ("open", None)


def test_it_sees_who_withholds_how_much_of_a_tie_and_who_stays_away_from_an_institution() -> None:
    acts = {
        "visas": "{date: 2030-03-02, from: harland, to: kessia, move: suspend_visas, channel: visas}",
        "ours": "{date: 2030-03-02, from: kessia, to: harland, move: suspend_visas, channel: visas}",
        "talks": "{date: 2030-03-02, from: harland, to: kessia, move: suspend_council, channel: talks}",
    }
    council = "channels.talks={kind: council, between: [harland, kessia]}"
    settings = [council, *(f"timeline.{name}={act}" for name, act in acts.items())]
    seat = Seat("trade_and_visas", "kessia", settings=settings)
    while seat.date < date(2030, 3, 3):
        seat.wait(1)  # on 1 March Harland restricts trade, which withholds a third
    (between,) = seat.between
    lines = {post.channel: post_line(seat, post) for post in between.posts}
    assert lines["trade"] == "trade in goods: withheld 33 % by Harland"
    assert lines["visas"] == "visas between Harland and Kessia: withheld by Harland and by Kessia"
    assert lines["gas"] == "Kessian gas: open"
    assert lines["talks"].startswith("talks: suspended by Harland, ")
    assert lines["kessia_embassy"] == "Kessian embassy in Harmouth: open, 12 people, ceiling 12"
    told = {post["channel"]: (post["status"], post["withheld"]) for post in asdict(between)["posts"]}  # of a program
    assert told["trade"] == ("withheld", {"harland": pytest.approx(1 / 3)})
    assert told["kessia_embassy"] == ("open", {})


def test_an_offer_is_a_question_and_may_be_accepted() -> None:
    seat = Seat("two_states", "arden", settings=["timeline.first_expulsion.move=offer_talks", *BARE])
    seat.go()
    assert [(question.words, question.is_due) for question in seat.questions] == [("Belmora offers Arden talks", True)]
    kinds = {option.move for option in seat.options()}
    assert {"meet", "refuse_talks"} <= kinds
    seat.choose("meet", "belmora")
    seat.wait(1)
    assert seat.result().moves.iloc[-1]["kind"] == "meet"


def test_to_follow_the_policy_twice_is_to_follow_it_once(seat: Seat) -> None:
    seat.follow()
    assert seat.follow() == []
    assert [(move.move, move.count) for move in seat.chosen] == [("expel", 4)]


# what it may do -------------------------------------------------------------------------------------


def test_a_choice_happens_on_its_day_and_answers_what_waits(seat: Seat) -> None:
    seat.choose("expel", "belmora", "belmora_embassy", 2, ground="as many as it is worth")
    seat.wait(1)
    move = seat.result().moves.iloc[1]
    assert (move["announced"].date(), move["count"], move["parent"]) == (date(2030, 3, 2), 2, 1)
    assert move["why"] == "decided by hand: as many as it is worth"


def test_it_may_make_a_first_move_instead_of_an_answer(seat: Seat) -> None:
    seat.choose("expel", "belmora", "belmora_embassy", 2, answers=False)
    seat.wait(1)
    assert seat.result().moves["parent"].isna().all()
    assert [question.number for question in seat.questions] == [1]


def test_what_is_chosen_limits_what_may_be_chosen_then(seat: Seat) -> None:
    def most(kind: str) -> list[int]:
        return [o.most for o in seat.options() if (o.move, o.channel) == (kind, "belmora_embassy")]

    assert most("expel") == [24]
    seat.choose("expel", "belmora", "belmora_embassy", 20)
    assert most("expel") == [4]
    seat.choose("close_mission", "belmora", "belmora_embassy")
    assert most("expel") == most("close_mission") == []


def offered(seat: Seat, to: str) -> set[tuple[str, str | None]]:
    return {(option.move, option.channel) for option in seat.options(to)}


def test_a_party_to_the_only_quarrel_offers_no_good_offices(seat: Seat) -> None:
    kinds = {kind for kind, _ in offered(seat, "belmora")}
    assert not kinds & {"offer_mediation", "mediate"}


def test_good_offices_are_offered_where_two_others_quarrel_and_mediation_after_them() -> None:
    third = ["states.cordia={}"] + [
        f"channels.cordian_embassy_in_{host}={{kind: embassy, sender: cordia, host: {host}, accredited: 5}}"
        for host in ("arden", "belmora")
    ]
    seat = Seat("two_states", "cordia", settings=[*SHORT, *third])
    assert "offer_mediation" not in {kind for kind, _ in offered(seat, "arden")}
    while seat.date < date(2030, 3, 2):
        seat.table.step()
    assert {"offer_mediation"} == {kind for kind, _ in offered(seat, "arden")} & {"offer_mediation", "mediate"}
    seat.choose("offer_mediation", "arden")
    assert {"mediate"} <= {kind for kind, _ in offered(seat, "arden")}


def test_what_is_suspended_is_not_suspended_again() -> None:
    seat = Seat("nato_russia_2021", "russia")
    assert ("suspend_council", "nato_russia_council") in offered(seat, "nato")
    assert ("suspend_cooperation", "practical_cooperation") not in offered(seat, "nato")


def test_an_embassy_for_contact_is_a_matter_once_no_mission_stays() -> None:
    seat = Seat("nato_russia_2021", "russia")
    seat.go()
    contact = {("contact", "russian_embassy_in_belgium"), ("offer_contact", None)}
    assert not contact & offered(seat, "nato")
    seat.choose("suspend_mission", "nato", "russian_mission")
    seat.choose("close_liaison_mission", "nato", "nato_liaison_mission")
    assert contact <= offered(seat, "nato")


REFUSED: dict[str, tuple[dict[str, Any], str]] = {
    "more people than there are": (
        {"move": "expel", "channel": "belmora_embassy", "count": 25},
        "expel of 25: belmora_embassy allows 24 as things stand",
    ),
    "nobody": ({"move": "expel", "channel": "belmora_embassy"}, "count: 'expel' needs a count; expected 1 or more"),
    "its own people": (
        {"move": "expel", "channel": "arden_embassy", "count": 1},
        "from: 'arden' cannot make 'expel' on 'arden_embassy'; expected its host, belmora",
    ),
    "a meeting without an offer": ({"move": "meet"}, "arden may not meet belmora as things stand"),
    "a kind of move that there is not": ({"move": "shout"}, "move: 'shout' does not fit"),
    "a party that there is not": ({"move": "criticise", "to": "cordia"}, "to: no state or alliance is called 'cordia'"),
    "a harm that there is not": (
        {"move": "criticise", "answers": "theft"},
        "answers 'theft': no harm that belmora has",
    ),
    "a measure without severity": ({"move": "measure"}, "severity: 'measure' has none; expected a severity"),
    "too grave a measure": (
        {"move": "measure", "severity": 9.0},
        "severity: 9 is no severity of a measure; expected above 0, at most 7.2",
    ),
    "a deadline before the move": (
        {"move": "expel", "channel": "belmora_embassy", "count": 1, "deadline": date(2030, 3, 1)},
        "deadline: 2030-03-01 is before the move",
    ),
}


@pytest.mark.parametrize(("given", "said"), REFUSED.values(), ids=REFUSED)
def test_it_may_not_choose(seat: Seat, given: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=r"^.*$") as refused:
        seat.choose(**{"to": "belmora"} | given)
    assert str(refused.value).startswith(said)
    assert seat.chosen == []


def test_nothing_can_be_chosen_after_the_end(seat: Seat) -> None:
    seat.finish()
    assert (seat.options(), seat.advice, seat.questions) == ([], [], [])
    with pytest.raises(ValueError, match=r"the game ended on 2030-06-30"):
        seat.choose("criticise", "belmora")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        pytest.param({"party": "cordia"}, "party 'cordia': unknown; expected one of arden, belmora", id="a party"),
        pytest.param({"seed": -1}, "seed -1: expected a whole number", id="a seed"),
        pytest.param({"replay": 2.5}, "run 2.5: expected a whole number", id="a history"),
        pytest.param({"since": "2031-01-01"}, "since '2031-01-01': outside the scenario", id="a day"),
    ],
)
def test_a_seat_is_refused_that_has_a_wrong(given: dict[str, Any], said: str) -> None:
    with pytest.raises(ArgumentError) as refused:
        Seat("two_states", **{"party": "arden"} | given)
    assert str(refused.value).startswith(said)


@pytest.mark.parametrize("name", ["arden", "Arden", "ARDEN"])
def test_a_party_is_called_by_its_id_or_its_name(name: str) -> None:
    assert Seat("two_states", name).party == "arden"


def test_a_party_is_called_by_a_name_that_begins_with_an_article() -> None:
    named = ["states.arden.name=the Union of Arden"]
    assert Seat("two_states", "union of arden", settings=named).party == "arden"


def test_its_policy_may_see_to_talks_until_the_next_act() -> None:
    seat = Seat("nato_russia_2021", "russia")
    seat.go_to_act()
    days = [str(seat.date)]
    while not seat.is_over:
        seat.go_to_act()
        days.append(str(seat.date))
    asked = Seat("nato_russia_2021", "russia")
    n_asked = 0
    while not asked.is_over:
        asked.go()
        n_asked += 1
    assert days[0] == "2021-10-08"
    assert len(days) < n_asked / 2
    meetings = seat.result().moves.query("`from` == 'russia' and kind == 'meet'")
    assert len(meetings) > 5
    assert {*meetings["intent"]} == {"scripted"}
    assert all(
        why.startswith("by its policy in the game, as the seat was left to it: accepts") for why in meetings["why"]
    )


OFFERED = ["timeline.first_expulsion.move=offer_talks", *BARE]


def test_the_policy_sees_to_the_offer_on_the_table_too() -> None:
    seat = Seat("two_states", "arden", settings=OFFERED)
    seat.go()
    assert [question.words for question in seat.questions] == ["Belmora offers Arden talks"]
    seat.go_to_act()
    assert seat.result().moves["kind"].tolist()[:2] == ["offer_talks", "meet"]


def test_the_seat_keeps_what_it_chose_before_the_policy_takes_over() -> None:
    seat = Seat("two_states", "arden", settings=OFFERED)
    seat.go()
    seat.choose("refuse_talks", "belmora")
    seat.go_to_act()
    assert seat.result().moves["kind"].tolist()[:2] == ["offer_talks", "refuse_talks"]
    assert seat.result().moves["why"].tolist()[1] == "decided by hand"


def test_what_happened_while_the_policy_saw_to_talks_is_news_at_the_next_decision() -> None:
    seat = Seat("nato_russia_2021", "russia", settings=["end=2021-12-01"])
    told: list[int] = []
    while not seat.is_over:
        seat.go_to_act()
        told += [news.number for news in seat.news]
    assert told == [*range(1, len(seat.result().moves) + 1)]


def test_what_the_scenario_gives_is_not_decided_by_hand() -> None:
    seat = Seat("nato_russia_2021", "nato", settings=["end=2021-12-01"])
    seat.choose("criticise", "russia")
    seat.wait(1)
    moves = seat.result().moves.query("`from` == 'nato'")
    assert [(kind, why.partition(":")[0]) for kind, why in zip(moves["kind"], moves["why"], strict=True)] == [
        ("cut_ceiling", "given by the scenario"),
        ("criticise", "decided by hand"),
    ]


def test_a_documented_move_that_is_made_by_hand_comes() -> None:
    documented = "observed.x={date: 2030-03-09, from: arden, to: belmora, move: expel, count: 4}"
    seat = Seat("two_states", "arden", settings=[*SHORT, documented])
    seat.go()
    seat.choose("expel", "belmora", "belmora_embassy", 3)
    (row,) = seat.finish().result().against_record.to_dict("records")
    assert (row["played"], row["lag_days"], row["played_count"]) == (2, -7, 3)
    (still,) = Seat("two_states", "arden", settings=[*SHORT, documented]).finish().result().against_record["played"]
    assert still is pd.NA


def test_a_game_that_was_left_to_the_policy_is_the_same_when_it_is_played_again(tmp_path: Path) -> None:
    seat = Seat("two_states", "arden", settings=OFFERED)
    seat.go_to_act()
    file = tmp_path / "game.yaml"
    file.write_text(game_text(seat.finish().table, "two_states"), encoding="utf-8")
    assert run(file).moves["why"].tolist() == seat.result().moves["why"].tolist()
    assert Seat(file, "arden").table.scenario.timeline.keys() == {"first_expulsion"}


def test_what_the_scenario_lets_it_do_comes_before_what_it_chooses_for_that_day() -> None:
    seat = Seat("nato_russia_2021", "nato")  # which is made to cut the Russian mission on the first day
    (restored,) = [o for o in seat.options("russia") if o.move == "restore_posts"]
    seat.choose("restore_posts", "russia", "russian_mission", restored.most)
    assert restored.most == 10
    seat.wait(1)
    kinds = seat.result().moves.query("`from` == 'nato' and intent == 'scripted'")
    assert kinds[["kind", "count"]].to_numpy().tolist() == [["cut_ceiling", 10], ["restore_posts", 10]]


# taking back ----------------------------------------------------------------------------------------


def test_a_choice_of_today_is_taken_back(seat: Seat) -> None:
    seat.choose("criticise", "belmora")
    seat.choose("protest_note", "belmora")
    seat.take_back()
    assert [move.move for move in seat.chosen] == ["criticise"]


def test_a_decision_is_taken_back_with_all_that_followed(seat: Seat) -> None:
    untouched = Seat("two_states", "arden", settings=SHORT)
    untouched.go()
    seat.choose("close_mission", "belmora", "belmora_embassy")
    seat.go()
    seat.choose("criticise", "belmora")
    seat.take_back()
    seat.take_back()
    assert (seat.date, seat.chosen, seat.news, seat.advice) == (
        untouched.date, [], untouched.news, untouched.advice,
    )  # fmt: skip
    assert seat.finish().result().moves.equals(untouched.finish().result().moves)
    assert seat.decisions == untouched.decisions


def test_there_is_nothing_to_take_back_at_the_first_decision() -> None:
    with pytest.raises(ValueError, match="nothing to take back"):
        Seat("two_states", "arden").take_back()


# two at a table -------------------------------------------------------------------------------------


def test_two_seats_choose_for_the_same_day_and_neither_knows_of_the_other() -> None:
    from sim.play import laid

    table = laid("two_states", ["arden", "belmora"], settings=SHORT)
    arden, belmora = Seat.at(table, "arden"), Seat.at(table, "belmora")
    arden.choose("criticise", "belmora")
    arden.wait()
    assert (arden.is_ready, table.day) == (True, 0)
    assert belmora.chosen == []
    belmora.choose("protest_note", "arden")
    belmora.wait(2)
    assert (arden.is_ready, table.day) == (False, 2)
    assert [news.words for news in belmora.news] == ["Arden criticises Belmora", "Belmora hands Arden a protest note"]
    with pytest.raises(ValueError, match="others sit at the table"):
        arden.take_back()
    assert table.scenario.by_hand == ["arden", "belmora"]
    assert (table.scenario.name, table.scenario.title) == ("two_states_arden_belmora", "Two states and one expulsion")


# playing again --------------------------------------------------------------------------------------


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_game_is_branched_from_a_day(seat: Seat, tmp_path: Path) -> None:
    seat.choose("expel", "belmora", "belmora_embassy", 5)
    seat.go()
    seat.choose("close_consulate", "belmora", "belmora_consulate")
    day = seat.date
    seat.finish()
    file = tmp_path / "game.yaml"
    file.write_text(game_text(seat.table, "two_states"), encoding="utf-8")
    again = Seat(file, "arden", since=day)
    assert (again.date, len(again.table.moves)) == (day, 1)
    assert again.scenario.name == seat.scenario.name
    again.choose("close_consulate", "belmora", "belmora_consulate")
    again.finish().result().save(tmp_path / "again")
    seat.result().save(tmp_path / "first")
    one, other = files_of(tmp_path / "first"), files_of(tmp_path / "again")
    assert [name for name in one if one[name] != other[name]] == []


def test_the_file_of_a_game_names_its_history(tmp_path: Path) -> None:
    seat = Seat("two_states", "arden", seed=7, replay=12, settings=SHORT)
    seat.go()
    seat.choose("expel", "belmora", "belmora_embassy", 2)
    seat.wait(3)
    file = tmp_path / "game.yaml"
    file.write_text(game_text(seat.table, "two_states"), encoding="utf-8")
    again = Seat(file, "arden", since=seat.date)
    assert (again.table.model.seed_number, again.table.model.run_number) == (7, 12)
    assert (run(file).manifest["seed"], run(file).manifest["run"]) == (7, 12)
    other = Seat(file, "arden", seed=8).table.model
    assert (other.seed_number, other.run_number) == (8, 0)
    other = Seat(file, "arden", seed=7, replay=2).table.model
    assert (other.seed_number, other.run_number) == (7, 2)
    assert run(file, runs=4).manifest["seed"] == 1


def followed(seat: Seat, until: str) -> Seat:
    """Play as a policy advises, morning by morning, up to a day."""
    while str(seat.date) < until:
        seat.follow(is_left=True)
        seat.wait(1)
    return seat


@pytest.mark.parametrize("is_of_a_game", [False, True], ids=["of a scenario", "of the game of another"])
def test_a_seat_that_is_taken_later_was_left_to_its_policy_until_then(is_of_a_game: bool, tmp_path: Path) -> None:
    base: Path | str = "two_states"
    party = "belmora" if is_of_a_game else "arden"
    if is_of_a_game:
        other = Seat("two_states", "arden", settings=["end=2030-09-30"])
        other.go()
        other.choose("expel", "belmora", "belmora_embassy", 2)
        base = tmp_path / "game.yaml"
        base.write_text(game_text(other.finish().table, "two_states"), encoding="utf-8")
    seat = Seat(base, party, since="2030-06-01")
    expected = followed(Seat(base, party), "2030-06-01")
    assert str(seat.date) == "2030-06-01"
    assert seat.table.moves == expected.table.moves
    assert {news.actor for news in seat.news} == {"arden", "belmora"}
    assert [news.number for news in seat.news if news.left] == [n for n in range(9) if _is_left(seat, n)]
    assert seat.chosen == []


def _is_left(seat: Seat, number: int) -> bool:
    moves = seat.result().moves
    return number in moves.index + 1 and str(moves["entry"].iloc[number - 1]).endswith("_policy")


def test_a_game_is_taken_up_on_the_day_on_which_it_was_left(seat: Seat, tmp_path: Path) -> None:
    seat.follow()
    seat.go()
    assert [question.words for question in seat.questions] == ["Belmora offers Arden talks"]
    file = tmp_path / "game.yaml"
    file.write_text(game_text(seat.table, "two_states"), encoding="utf-8")
    again = Seat(file, "arden", since=seat.date)
    assert (again.date, again.advice, again.questions, again.is_asked) == (seat.date, seat.advice, seat.questions, True)
    assert again.news == seat.news[1:]  # what followed its last move


TWICE = {  # two expulsions of two within a week, while Arden has not decided about the first
    "timeline.first_expulsion.count": 2,
    "timeline.first_expulsion.deadline": "null",
    "timeline.second": "{date: 2030-03-03, from: belmora, to: arden, move: expel, channel: arden_embassy, count: 2}",
    "parameters.delay_days": 20,
}


def test_acts_that_are_answered_together_are_one_question_that_names_each() -> None:
    from sim.play.wording import question_line

    seat = Seat("two_states", "arden", settings=[*SHORT, *(f"{path}={value}" for path, value in TWICE.items())])
    seat.wait(65)
    (question,) = seat.questions
    assert question_line(question) == (
        "no. 1, 1 Mar 2030: Belmora expels 2 of the Ardenish embassy in Quellin; "
        "no. 2, 3 Mar 2030: expels 2 of the Ardenish embassy in Quellin (one answer counts for all)"
    )


def test_the_file_of_a_game_names_the_scenario_or_holds_all_of_it(seat: Seat) -> None:
    seat.choose("expel", "belmora", "belmora_embassy", 5)
    whole = game_text(seat.table, "two_states")  # an end of its own was set
    assert "extends" not in whole
    assert "by_hand: [arden]" in whole
    short = game_text(Seat("two_states", "arden").table, "two_states")
    assert "\nextends: two_states\nname: two_states_arden\n" in short
    assert load_scenario("two_states").name == "two_states"


def test_a_game_without_a_move_has_a_file_as_well(tmp_path: Path) -> None:
    seat = Seat("ministries", "arden", settings=["end=2030-03-31"])
    seat.finish()
    for source in ("ministries", None):
        (tmp_path / "game.yaml").write_text(game_text(seat.table, source), encoding="utf-8")
        assert load_scenario(tmp_path / "game.yaml").by_hand == ["arden"]
    whole = Seat("ministries", "arden")
    (tmp_path / "game.yaml").write_text(game_text(whole.table, "ministries"), encoding="utf-8")
    assert load_scenario(tmp_path / "game.yaml").timeline == {}
