"""The line dialogue: what is typed and what is shown, as a player sees it."""

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from sim.play import Seat
from sim.play.dialogue import Dialogue
from sim.rules.moves import KINDS

IN_KIND = "answers in kind; 6.25 asked for 5.21 perceived"
EXPEL, PROTEST = "12", "2"  # numbers in the list of the first decision


def typed(*lines: str, seat: Seat | None = None) -> tuple[Seat, str]:
    """Go on to the first decision and play from there by typing lines; returns the seat and all that was shown."""
    return typed_from_the_first_day("g", *lines, seat=seat)


def typed_from_the_first_day(*lines: str, seat: Seat | None = None) -> tuple[Seat, str]:
    """Play a game by typing lines; returns the seat and all that was shown."""
    seat = seat or Seat("two_states", "arden")
    out, left = io.StringIO(), iter(lines)
    console = Console(file=out, width=140, markup=False, emoji=False, highlight=False)
    Dialogue(seat, console, lambda prompt: next(left, None)).play()
    return seat, out.getvalue()


def test_it_begins_with_who_one_is_and_the_first_decision() -> None:
    _, out = typed()
    assert out.splitlines()[:-3] == [
        "Two states and one expulsion",
        "You play Arden, from 1 January 2030 to 31 December 2030.",
        "All others decide by their rules.",
        "Type m for the moves that you may make, p to do as your policy would, g to go on, ? for all else.",
        "",
        "1 January 2030",
        "Nothing waits for your answer yet. You may act first, or go on to the first decision.",
        "",
        "2 March 2030",
        "What happened:",
        "  no. 1, 1 Mar 2030: Belmora expels 3 of the Ardenish embassy in Quellin (severity 4.68, rung 4)",
        "Waits for your answer:",
        "  no. 1, 1 Mar 2030: Belmora expels 3 of the Ardenish embassy in Quellin",
        "By its policy Arden:",
        f"  expels 4 of the Belmoran embassy in Stanmoor (severity 5.02): {IN_KIND}",
    ]


def test_what_the_policy_would_do_to_people_is_said_with_its_severity_and_where_that_is_all_there_is() -> None:
    one = [f"channels.belmora_embassy.{count}=1" for count in ("accredited", "ceiling")]
    _, out = typed(seat=Seat("two_states", "arden", settings=one))
    assert (
        "  expels 1 of the Belmoran embassy in Stanmoor (severity 6.50, all that the law and the posts allow): "
        "answers in kind; 6.25 asked for 5.21 perceived"
    ) in out


def test_moves_are_listed_and_made_by_number() -> None:
    seat, out = typed("m", f"{EXPEL} 3", f"{PROTEST}")
    assert "   12  expels 1 to 24 of the Belmoran embassy in Stanmoor; severity 4.5 to 6.5" in out
    assert "  expels 3 of the Belmoran embassy in Stanmoor (by 5 Mar 2030, in answer to no. 1)" in out
    assert [(move.move, move.count) for move in seat.chosen] == [("expel", 3), ("protest_note", 0)]


def test_a_move_may_answer_nothing_and_have_a_deadline() -> None:
    seat, _ = typed("m", f"{EXPEL} 3 first by 2030-03-20")
    assert [(move.in_answer, str(move.deadline)) for move in seat.chosen] == [(False, "2030-03-20")]


def test_what_was_understood_is_said_of_what_is_made() -> None:
    _, out = typed("m", f"{EXPEL} 3")
    understood = (
        "Understood: expels 3 of the Belmoran embassy in Stanmoor (by 5 Mar 2030, in answer to no. 1); b takes it back."
    )
    assert out.index(understood) < out.index("You do today:")


def test_nothing_is_said_to_be_understood_of_what_is_refused() -> None:
    seat, out = typed("expel belmora_embassy 2", "expel belmora_embassy 40")
    assert out.count("Understood:") == 1
    assert "expel of 40: belmora_embassy allows 22 as things stand" in out
    assert [move.count for move in seat.chosen] == [2]


BY_NAME = {
    "a kind that is made on one post": ("close_mission", ("close_mission", "belmora_embassy", 0)),
    "with its post": ("expel belmora_embassy 2", ("expel", "belmora_embassy", 2)),
    "with its party and its post": ("expel Belmora belmora_embassy 2", ("expel", "belmora_embassy", 2)),
    "in capitals, with a word after it": ("Expel Belmora_Embassy 2 first", ("expel", "belmora_embassy", 2)),
    "a kind that is made on no post": ("criticise", ("criticise", None, 0)),
}


@pytest.mark.parametrize(("line", "made"), BY_NAME.values(), ids=BY_NAME)
def test_a_move_is_made_by_its_name(line: str, made: tuple[str, str | None, int]) -> None:
    (move,) = typed(line)[0].chosen
    assert (move.move, move.channel, move.count) == made


def test_the_name_of_a_move_stands_in_the_list() -> None:
    assert "severity 4.5 to 6.5  [expel belmora_embassy]" in typed("m")[1]


def test_of_several_posts_one_is_asked_for() -> None:
    seat, out = typed("expel 2")
    assert "expel: on what? Type one of expel belmora_consulate 2, expel belmora_embassy 2" in out
    assert seat.chosen == []


def test_without_a_party_a_move_towards_those_who_were_listed_is_meant() -> None:
    seat, _ = typed("m NATO", "expel 2", seat=Seat("nato_russia_2021", "russia"))
    assert [move.channel for move in seat.chosen] == ["nato_liaison_mission"]


def test_no_kind_of_move_is_called_like_another_word_of_the_dialogue() -> None:
    words = {"m", "moves", "s", "stand", "p", "policy", "n", "news", "h", "help", "g", "go", "f", "far", "w", "wait"}
    assert not {kind.name for kind in KINDS} & {*words, "b", "back", "e", "end", "q", "quit"}


def test_the_news_leave_the_list_as_it_is() -> None:
    assert [move.move for move in typed("m", "n", f"{EXPEL} 3")[0].chosen] == ["expel"]


@pytest.mark.parametrize("name", ["belmora", "BELMORA", "Belmora"])
def test_a_party_is_found_by_its_id_and_by_its_name(name: str) -> None:
    _, out = typed(f"m {name}", f"s {name}")
    assert "Towards Belmora you may:" in out
    assert "Arden holds 5.2 against Belmora" in out


def test_a_party_is_found_by_a_name_of_several_words() -> None:
    _, out = typed("m united kingdom", seat=Seat("nato_russia_2021", "russia"))
    assert "Towards United Kingdom you may:" in out


NO_ANSWER = "No answer today to no. 1, 1 Mar 2030: Belmora expels 3 of the Ardenish embassy in Quellin."


def test_an_act_that_gets_no_answer_today_is_named_once() -> None:
    assert typed("w", "w", "w")[1].count(NO_ANSWER) == 1
    assert NO_ANSWER in typed("g")[1]
    assert NO_ANSWER in typed("f")[1]
    assert NO_ANSWER in typed("expel belmora_embassy 3 first", "g")[1]


def test_an_act_that_is_answered_is_not_named() -> None:
    assert NO_ANSWER not in typed("p", "g")[1]
    assert NO_ANSWER not in typed("expel belmora_embassy 3", "w")[1]


def test_the_policy_is_followed() -> None:
    seat, out = typed("p", "g")
    assert "  expels 4 of the Belmoran embassy in Stanmoor (by 5 Mar 2030, in answer to no. 1)\nType g to go on." in out
    assert seat.result().moves["kind"].tolist()[:2] == ["expel", "expel"]


def test_days_pass_to_the_next_decision_or_as_many_as_one_waits() -> None:
    assert str(typed("w 3")[0].date) == "2030-03-05"
    assert str(typed("w")[0].date) == "2030-03-03"
    assert typed("e")[0].is_over


def test_choices_and_decisions_are_taken_back() -> None:
    seat, out = typed("m", EXPEL + " 3", "b", "g", "b")
    assert (str(seat.date), seat.chosen) == ("2030-03-02", [])
    assert "taken back" in out
    assert "back on 2 March 2030" in out


def test_one_sees_how_one_stands() -> None:
    _, out = typed("s")
    assert "Arden holds 5.2 against Belmora; Belmora holds 0.0. Loss of institutions 0.03, rung in force 4." in out
    assert "  Ardenish embassy in Quellin: open, 37 people, ceiling 45" in out
    assert "  Joint Commission of Arden and Belmora: open" in out


def test_where_there_are_many_others_one_says_towards_whom() -> None:
    seat = Seat("nato_russia_2021", "russia")
    _, out = typed("m germany", "s nato", seat=seat)
    assert "Towards Germany you may:" in out
    assert "breaking point by policy" in out
    _, out = typed("w 1", "m", seat=Seat("two_blocs", "north"))
    assert "Towards" in out or "towards whom? Type m and one of" in out


def test_once_nothing_is_left_to_close_no_breaking_point_is_named() -> None:
    """Russia breaks on 18 October, by chance; from then on every post of both sides is closing."""
    seat = Seat("nato_russia_2021", "nato", seed=2)
    asked = [typed_from_the_first_day(f"w {days}", "s russia", seat=seat)[1] for days in (10, 5)]
    stands = [line for out in asked for line in out.splitlines() if line.startswith("NATO holds ")]
    assert str(seat.date) == "2021-10-21"
    assert ["(breaking point by policy" in line for line in stands] == [True, False]


def test_what_is_suggested_instead_of_a_wrong_post_can_be_typed() -> None:
    _, out = typed("expel arden_embassy 2 first")
    said = "expel: not possible on 'arden_embassy'; type one of "
    (line,) = [line for line in out.splitlines() if line.startswith(said)]
    lines = line.removeprefix(said).split(", ")
    assert lines == ["expel belmora_consulate 2 first", "expel belmora_embassy 2 first"]
    for suggested in lines:
        assert [move.count for move in typed(suggested)[0].chosen] == [2]


@pytest.mark.parametrize(
    "words", ["belmoran embassy", "Belmoran embassy in Stanmoor", "the belmoran embassy", "belmora belmoran embassy"]
)
def test_a_post_is_typed_by_its_name_too_with_or_without_its_city(words: str) -> None:
    (move,) = typed(f"expel {words} 2 by 2030-03-20")[0].chosen
    assert (move.channel, move.count, str(move.deadline)) == ("belmora_embassy", 2, "2030-03-20")


def test_a_name_that_several_posts_have_is_asked_about() -> None:
    said = "expel: on what? Type one of expel belmora_consulate 2, expel belmora_embassy 2"
    assert said in typed("expel belmoran 2")[1]


SAID = {
    "nothing at all": ("", "Type m for the moves that you may make, g to go on, ? for all else."),
    "a word after one that stands alone": ("g 3", "g 3: g stands alone; w 5 waits five days"),
    "help": ("?", "take back the last move of today"),
    "a word that it does not know": ("dance", "'dance': not understood; type ? for help"),
    "a number before the list": (EXPEL, "type m first: it lists the moves"),
    "a party that there is not": ("s cordia", "cordia: nobody you deal with; expected all, or one of belmora"),
    "moves towards nobody": ("m cordia", "no party 'cordia'; known are arden, belmora"),
    "no number of days": ("w soon", "days 'soon': expected a whole number from 1 on"),
    "a word that begins like a kind of move": ("sever", "'sever': not understood; did you mean sever_relations? Type"),
    "a word that is nearly a kind of move": ("expell 3", "'expell': not understood; did you mean expel? Type ? for"),
    "a kind of move with a post in its name": (
        "reopen_mission",
        "'reopen_mission': not understood; did you mean reopen?",
    ),
}


def test_a_kind_is_typed_in_several_words_too() -> None:
    assert [move.move for move in typed("Protest note", "protest_note")[0].chosen] == ["protest_note", "protest_note"]


def test_a_move_that_is_made_twice_is_said_to_be() -> None:
    _, out = typed("expel belmora_embassy 2", "expel belmora_consulate 1", "expel belmora_embassy 3")
    assert out.count("You make this move two times today, of 5 in all.") == 1
    assert out.count("You make this move") == 1


def test_the_policy_is_followed_once_and_that_is_said() -> None:
    _, out = typed("p", "p")
    assert out.count("By its policy Arden does nothing more today.\nType g to go on.") == 1


def test_one_may_act_on_the_first_day_and_come_back_to_it() -> None:
    seat, _ = typed_from_the_first_day("criticise", "g")
    assert [news.words for news in seat.news][:1] == ["Arden criticises Belmora"]
    seat, out = typed_from_the_first_day("g", "b", "b")
    assert (str(seat.date), seat.table.day) == ("2030-01-01", 0)
    assert "nothing to take back: this is the first day of the game" in out


def test_an_offer_that_gets_no_answer_is_said_to_lapse() -> None:
    _, out = typed("p", "g", "g")
    offer = "no. 3, 22 Mar 2030: Belmora offers Arden talks"
    assert f"{offer} (stands until 29 Mar 2030)\n" in out
    assert f"No answer today to {offer}. You may still answer it until 29 March 2030; b goes back." in out


def test_an_offer_can_be_answered_up_to_the_day_that_is_said_and_no_longer() -> None:
    seat, _ = typed("p", "g", "w 6")
    assert (str(seat.date), [question.is_offer for question in seat.questions]) == ("2030-03-29", [True])
    assert "meet" in {option.move for option in seat.options()}
    seat.wait(1)
    assert (str(seat.date), seat.questions) == ("2030-03-30", [])


def test_what_the_policy_does_in_the_name_of_a_seat_up_to_the_end_is_said() -> None:
    seat, out = typed_from_the_first_day(*["f"] * 40, seat=Seat("nato_russia_2021", "russia"))
    assert seat.is_over
    by_policy = seat.result().moves.query("`from` == 'russia' and kind == 'refuse_talks'")
    assert len(by_policy) > 0
    assert [number for number in by_policy["id"] if f"\n  no. {number}, " not in out] == []


def test_an_act_is_named_about_which_the_policy_has_not_decided() -> None:
    _, out = typed_from_the_first_day("w", seat=Seat("nato_russia_2021", "russia"))
    assert "By its policy Russia:\n  has not decided yet about no. 1\n" in out


def test_what_the_policy_does_in_the_name_of_a_seat_that_is_left_to_it_is_said() -> None:
    seat, out = typed_from_the_first_day("f", "f", seat=Seat("nato_russia_2021", "russia"))
    own = [news for news in seat.news if news.actor == "russia" and news.words.endswith("talks")]
    assert len(own) > 0
    for news in own:
        assert f"{news.words}: {news.left}\n" in out[out.index("Your policy did in your name:") :]


def test_acts_of_an_own_alliance_and_of_allies_are_told_where_there_are_many() -> None:
    seat, out = typed(seat=Seat("nato_russia_2021", "iceland"))
    told = out[out.index("What happened:") : out.index("Waits for your answer:")]
    by_nato = [news for news in seat.news if news.actor == "nato"]
    by_allies = [news for news in seat.news if news.actor == "poland" and news.severity > 0]
    assert (len(seat.news) > 30, len(by_nato) > 0, len(by_allies) > 0) == (True, True, True)
    assert [news.number for news in [*by_nato, *by_allies] if f"no. {news.number}, " not in told] == []
    assert "moves of allies, none of them hostile" in told


def test_a_measure_of_posture_has_its_rung() -> None:
    _, out = typed_from_the_first_day("g", "e", seat=Seat("nato_russia_2021", "iceland"))
    assert "adopts a military doctrine or plan against NATO (severity 4.00, rung m2)" in out


NOT_HIT = ["end=2030-03-01", "timeline.first_expulsion.deadline=null"]


def test_a_seat_that_is_never_asked_is_told_so() -> None:
    seat, out = typed_from_the_first_day("g", seat=Seat("two_states", "arden", settings=NOT_HIT))
    assert seat.is_over
    assert out.splitlines()[-1].startswith("Arden was never asked: by its policy it had nothing to decide")


def test_a_council_is_shown_with_its_worth_and_what_keeps_it_from_meeting() -> None:
    commission = "Joint Commission of Arden and Belmora: open,"
    _, out = typed_from_the_first_day("s")
    assert f"{commission} goes on meeting, worth 0.92 of 1" in out  # half in 180 days, after 22: 2 ** (-22 / 180)
    _, out = typed("s")
    assert f"{commission} kept from meeting since 1 Mar 2030, worth 0.92 of 1" in out


LISTED = {
    "a number that is not in the list": ("99", "99: no such move; expected 1 to 25"),
    "no count": (EXPEL, "how many? Type the number of the move and a number from 1 to 24"),
    "too large a count": (EXPEL + " 25", "expel of 25: belmora_embassy allows 24 as things stand"),
    "a word after the count": (EXPEL + " 2 now", "'now': not understood; type ? for help"),
    "no day": (EXPEL + " 2 by Monday", "by 'Monday': expected a day, such as 2030-03-15"),
    "no harm": (EXPEL + " 2 over theft", "answers 'theft': no harm that belmora has done by then"),
    "an act for a harm": (EXPEL + " 2 over 1", "over 1: expected a harm; a move answers the last act that waits"),
    "no severity": ("24", "how severe? Type the number of the move and a severity up to 7.2"),
}


@pytest.mark.parametrize(("line", "said"), SAID.values(), ids=SAID)
def test_it_says(line: str, said: str) -> None:
    assert said in typed(line)[1]


@pytest.mark.parametrize(("line", "said"), LISTED.values(), ids=LISTED)
def test_of_a_listed_move_it_says(line: str, said: str) -> None:
    seat, out = typed("m", line)
    assert said in out
    assert seat.chosen == []


def test_an_abstract_measure_has_a_severity() -> None:
    assert typed("m", "24 3.5")[0].chosen[0].severity == 3.5


@pytest.mark.parametrize("last", ["q", None], ids=["by leaving", "by the end of the input"])
def test_a_game_is_left(last: str | None) -> None:
    seat, _ = typed(*filter(None, ["w 1", last]))
    assert (seat.is_over, str(seat.date)) == (False, "2030-03-03")


def test_what_is_chosen_for_a_day_that_is_not_played_is_said_not_to_be_done() -> None:
    dropped = "2 March 2030 is not played, so what you chose for it is not done: expels 2 of the Belmoran embassy"
    asked = "today's moves are made when the day is played: w plays it, q again leaves without them"
    assert dropped in typed("expel belmora_embassy 2")[1]
    _, out = typed("expel belmora_embassy 2", "q", "q", "w")
    assert out.index(asked) < out.index(dropped)
    seat, out = typed("expel belmora_embassy 2", "q", "w", "q")  # it is asked anew after another word
    assert (dropped in out, str(seat.date)) == (False, "2030-03-03")


def test_an_act_is_answered_up_to_the_last_day_of_the_game() -> None:
    _, out = typed("g")
    assert "You may still answer it until 31 December 2030; b goes back." in out  # a year would end on 1 March 2031


def test_a_move_that_is_not_allowed_is_refused_with_the_reason() -> None:
    _, out = typed("offer talks", "offer talks", "restore posts")
    assert "offer_talks: not allowed towards Belmora, as its last offer is not 7 days old (talks_least_days)" in out
    assert "restore_posts: not allowed towards Belmora, as it has lost no posts that could be given back" in out


def test_moves_that_the_scenario_gives_the_party_are_announced_and_marked() -> None:
    _, out = typed_from_the_first_day("w", seat=Seat("nato_russia_2021", "nato"))
    deed = "cuts the ceiling of the Russian mission to NATO by 10"
    assert f"Whatever you choose, the scenario gives these moves: NATO on 6 Oct 2021 {deed}" in out
    assert f"no. 1, 6 Oct 2021: NATO {deed}, given by the scenario (severity" in out
    assert "given by the scenario" not in typed("n")[1]  # what others are given is not known to be


def test_a_first_move_on_the_first_day_answers_nothing_that_comes_on_it() -> None:
    seat, _ = typed_from_the_first_day("protest note nato", "g", seat=Seat("nato_russia_2021", "russia", seed=2))
    assert seat.result().moves["kind"].tolist()[:2] == ["cut_ceiling", "protest_note"]
    assert seat.result().moves["parent"].isna().tolist()[:2] == [True, True]
    assert [question.number for question in seat.questions if question.actor == "nato"][:1] == [1]


def test_those_who_wait_beside_those_whose_moves_are_listed_are_named() -> None:
    from sim.play.wording import others_waiting_lines

    seat = Seat("nato_russia_2021", "russia", seed=2)
    seat.go()
    both = "NATO and Hungary wait for an answer, too: type m nato or m hungary."
    assert others_waiting_lines(seat, []) == [both]
    assert others_waiting_lines(seat, ["nato"]) == ["Hungary waits for an answer, too: type m hungary."]
    assert others_waiting_lines(seat, ["nato", "hungary"]) == []


def test_one_goes_back_to_the_decision_that_one_was_shown() -> None:
    seat = Seat("nato_russia_2021", "russia", seed=2)
    seat.go()
    day = seat.date
    seat.go_to_act()
    assert seat.date > day
    seat.take_back()
    assert seat.date == day


def test_f_and_a_party_stops_at_talks_with_that_party_too() -> None:
    # both stop on 18 October, on which Russia would break; then NATO offers talks
    acts, _ = typed_from_the_first_day("f", "f", seat=Seat("nato_russia_2021", "russia", seed=2))
    talks, out = typed_from_the_first_day("f", "f nato", seat=Seat("nato_russia_2021", "russia", seed=2))
    assert talks.date < acts.date
    assert {advised.move.to for advised in talks.advice if advised.move} == {"nato"}
    assert "Your policy did in your name:" in out
    _, out = typed_from_the_first_day("f Narnia")
    assert "f Narnia: nobody you deal with; expected one of belmora" in out


def test_it_says_where_the_game_stops() -> None:
    left = "You leave the game on the evening of {}; it would go on to 31 December 2030."
    assert typed("w 1", "q")[1].splitlines()[-1] == left.format("2 March 2030")
    assert typed("q")[1].splitlines()[-2:] == [
        left.format("1 March 2030"),
        "The decision of 2 March 2030 is left open.",
    ]
    assert typed("e")[1].splitlines()[-1] == "31 December 2030 was the last day: the game is over."
    assert typed(*["g"] * 20)[1].splitlines()[-1] == "31 December 2030 was the last day: the game is over."


# the command ----------------------------------------------------------------------------------------


def test_a_game_that_is_typed_is_a_result_with_its_own_file(detente: Any, tmp_path: Path, monkeypatch: Any) -> None:
    lines = iter(["m", f"{EXPEL} 3", "g", "e"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines))
    code, out, err = detente("play", "two_states", "--as", "arden", "--no-figures", "--runs", "0")
    assert (code, err) == (0, "")
    assert "decided by hand" in out
    (folder,) = (tmp_path / "results" / "two_states_arden").iterdir()
    assert {"game.yaml", "decisions.jsonl"} <= {path.name for path in folder.iterdir()}
    code, _, err = detente("run", str(folder / "game.yaml"), "--no-figures", "--out", "again")
    assert (code, err) == (0, "")
    (second,) = (tmp_path / "again" / "two_states_arden").iterdir()
    differing = [
        path.name
        for path in second.iterdir()
        if path.name not in ("manifest.json", "SHA256SUMS") and path.read_bytes() != (folder / path.name).read_bytes()
    ]
    assert (second.name, differing) == (folder.name, [])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as", "cordia"), "--as cordia: unknown; expected one of arden, belmora"),
        ((), "--as: missing"),
        (("--as", "arden", "--runs", "1"), "--runs 1: expected 0 for no debriefing, or a whole number from 2 on"),
        (("--as", "arden", "--since", "Monday"), "--since Monday: expected a day, such as 2030-03-01"),
        (("--as", "arden", "--program", "no_such_program"), "no_such_program: cannot be started"),
    ],
    ids=["an unknown party", "nobody", "one history", "no day", "a program that there is not"],
)
def test_the_command_refuses(detente: Any, words: tuple[str, ...], said: str) -> None:
    code, out, err = detente("play", "two_states", *words)
    assert (code, out) == (2, "")
    assert err.startswith(said)
