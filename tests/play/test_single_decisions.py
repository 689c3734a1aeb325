"""What one decision of a game changed, all else by policy."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from sim.analysis.labels import Labels
from sim.play import Seat
from sim.play.debriefing import debriefing
from sim.play.single_decisions import one_decision, single_decisions
from sim.report.debriefing import print_debriefing
from sim.report.page import page_of
from sim.report.single_decisions import changed
from sim.results.debriefing import debriefings_in, document_of
from sim.results.reading import read_result

RELATION = "arden_belmora"
SHORT = "end=2030-03-31"


def closing(until: str = SHORT) -> Seat:
    """Arden closes Belmora's embassy on 2 March instead of expelling four, and then does as its policy would."""
    seat = Seat("two_states", "arden", settings=[until])
    seat.go()
    seat.choose("close_mission", "belmora", "belmora_embassy")
    seat.wait()
    while not seat.is_over:
        seat.follow()
        seat.wait()
    return seat


def printed(found: Any, seat: Seat) -> str:
    out = io.StringIO()
    print_debriefing(found, seat.table.labels, Console(file=out, width=400))
    return out.getvalue()


def test_only_decisions_otherwise_than_by_policy_are_looked_at() -> None:
    effects = single_decisions(closing(), [RELATION], 20).effects
    assert {str(day)[:10] for day in effects["date"]} == {"2030-03-02"}
    assert effects["measure"].tolist() == ["loss_at_end", "breaks", "end"]


def test_who_severs_on_the_last_day_ends_in_rupture_in_every_history_and_by_policy_in_none() -> None:
    # 2 March is the last day: nothing can follow, so that every history of a kind is the same
    seat = Seat("two_states", "arden", settings=["end=2030-03-02"])
    seat.go()
    seat.choose("sever_relations", "belmora")
    seat.finish()
    effects = single_decisions(seat, [RELATION], 20).effects.set_index("measure")
    assert effects.loc["end"].to_dict() | {"date": None} == {
        "date": None, "relation": RELATION, "end": "rupture", "game": 1.0, "policy": 0.0, "low": 1.0, "high": 1.0
    }  # fmt: skip
    assert (effects.loc["breaks", "game"], effects.loc["breaks", "policy"]) == (0.0, 0.0)


def test_both_worlds_are_played_under_the_same_chances() -> None:
    # a note of protest beside what the policy does moves no post: the loss is the same in every pair of histories
    seat = Seat("two_states", "arden", settings=["end=2030-03-03"])
    seat.go()
    seat.follow()
    seat.choose("protest_note", "belmora")
    seat.finish()
    loss = single_decisions(seat, [RELATION], 20).effects.set_index("measure").loc["loss_at_end"]
    assert loss["game"] == loss["policy"]
    assert (loss["low"], loss["high"]) == (0.0, 0.0)


def test_the_gravest_decisions_are_looked_at_and_the_others_counted() -> None:
    seat = Seat("two_states", "arden", settings=["end=2030-04-30"])
    seat.go()
    seat.choose("close_mission", "belmora", "belmora_embassy")
    for _ in range(7):
        seat.wait(1)
        seat.choose("protest_note", "belmora", answers=False)
    seat.finish()
    found = single_decisions(seat, [RELATION], 2)
    days = [str(day)[:10] for day in found.effects["date"].drop_duplicates()]
    assert len(days) == 5
    assert days[0] == "2030-03-02"
    others = sum(not decision.is_by_policy for decision in seat.decisions) - 5
    assert found.n_untold == others > 0


def test_decisions_that_were_left_to_the_policy_are_not_looked_at() -> None:
    seat = Seat("two_states", "arden", seed=5, settings=["end=2030-06-30"])
    seat.go()
    while not seat.is_over:
        seat.go_to_act()
    found = single_decisions(seat, [RELATION], 2)
    assert {str(day)[:10] for day in found.effects["date"]} <= {"2030-03-02"}


def test_of_a_decision_it_is_said_what_is_clear_and_what_is_not() -> None:
    row = {"relation": RELATION, "measure": "loss_at_end", "end": "", "game": 0.31, "policy": 0.12, "low": 0.15}
    rows = [
        row | {"high": 0.23},
        row | {"measure": "breaks", "game": 0.4, "policy": 0.35, "low": -0.02, "high": 0.12},
        row | {"measure": "end", "end": "rupture", "game": 0.6, "policy": 0.12, "low": 0.41, "high": 0.55},
    ]
    labels = Labels({"states": {"arden": {"name": "Arden"}, "belmora": {"name": "Belmora"}}, "alliances": {}}
                    | {"relations": {RELATION: {"between": ["arden", "belmora"]}}})  # fmt: skip
    assert changed(rows, labels).endswith(
        "loss at the end 0.31 instead of 0.12 (+0.15 to +0.23); ends in rupture in 60 % of histories instead of 12 % "
        "(+41 to +55 points); no clear difference in later breaks"
    )
    nothing = [{**each, "low": -1.0, "high": 1.0} for each in rows]
    assert changed(nothing, labels).endswith(": no clear difference in loss at the end, later breaks or ends")


def test_the_debriefing_tells_it_and_names_the_command_that_asks_again() -> None:
    seat = closing()
    found = debriefing(seat, 20)
    text = printed(found, seat)
    assert "What each decision changed:" in text
    assert "Arden–Belmora: loss at the end " in text
    assert "detente decision game.yaml --as arden --day 2030-03-02" in text
    document = json.loads(json.dumps(document_of([found])))
    (again,) = debriefings_in(document)
    assert printed(again, seat) == text


def test_a_debriefing_of_an_older_version_is_read_without_it() -> None:
    seat = closing()
    document = document_of([debriefing(seat, 2)])
    for key in ("effects", "effect_runs", "n_untold"):
        del document["debriefings"][0][key]
    assert "What each decision changed" not in printed(debriefings_in(document)[0], seat)


def test_the_command_and_the_report_tell_the_same(detente: Any, tmp_path: Path, monkeypatch: Any) -> None:
    lines = iter(["g", "close_mission belmora_embassy", "e"])
    monkeypatch.setattr("builtins.input", lambda prompt: next(lines))
    words = ("play", "two_states", "--as", "arden", "--set", SHORT, "--no-figures", "--runs", "20")
    assert detente(*words)[0] == 0
    (folder,) = (tmp_path / "results" / "two_states_arden").iterdir()
    page = {section.name: section for section in page_of(read_result(folder)).sections}["debriefing"]
    (table,) = [it for it in page.blocks if getattr(it, "caption", "") == "What each decision changed"]
    (row,) = [row for row in table.rows if row[0] == "2 Mar 2030"]
    code, out, _ = detente(
        "decision", str(folder / "game.yaml"), "--as", "Arden", "--day", "2030-03-02", "--runs", "20"
    )
    assert code == 0
    told, effects, *_ = out.splitlines()
    assert told == (
        "The decision of Arden on 2 March 2030: orders the Belmoran embassy in Stanmoor closed. "
        "By its policy: expels 4 of the Belmoran embassy in Stanmoor."
    )
    assert effects == f"{row[-1]}."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--as", "belmora", "--day", "2030-03-02"), "was not played by hand; played were arden"),
        (("--as", "arden", "--day", "2031-03-02"), "outside the scenario"),
        (("--as", "arden", "--day", "2030-03-02", "--runs", "1"), "expected a whole number from 2 on"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    detente: Any, tmp_path: Path, monkeypatch: Any, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.setattr("builtins.input", lambda prompt: "e")
    assert detente("play", "two_states", "--as", "arden", "--set", SHORT, "--no-figures", "--runs", "0")[0] == 0
    (folder,) = (tmp_path / "results" / "two_states_arden").iterdir()
    code, _, err = detente("decision", str(folder / "game.yaml"), *words)
    assert code == 2
    assert said in err


def test_a_day_on_which_the_policy_was_followed_changed_nothing() -> None:
    seat = closing()
    later = next(decision.day for decision in seat.decisions if decision.is_by_policy)
    assert one_decision(seat.table.scenario, "arden", later, 2).rows == []
