"""The front door: what a user types, and what comes back."""

import json
import os
import re
import shutil
import subprocess
import sys

import pytest


@pytest.fixture(name="finished", scope="module")
def _finished(tmp_path_factory):
    """Folder of a finished run of the lesson, without figures."""
    from sim.api import run

    folder = tmp_path_factory.mktemp("finished")
    run("two_states", seed=4).save(folder)
    return folder


def test_run_prints_an_account_and_writes_tables_and_figures(detente, tmp_path):
    code, out, _ = detente("run", "two_states", "--seed", "4")
    assert code == 0
    assert "Belmora expels 3 of the Ardenish embassy in Quellin, by 8 Mar 2030" in out
    assert "given by the scenario" in out
    assert "Arden–Belmora" in out
    (folder,) = (tmp_path / "results" / "two_states").iterdir()
    assert {path.name for path in folder.iterdir()} == {
        *(f"{name}.csv" for name in ("moves", "trajectory", "posts", "decisions", "observed", "exchanges", "scales")),
        *(f"{name}.{kind}" for name in ("escalation", "posts", "timeline") for kind in ("png", "svg")),
        "outcome.json",
        "manifest.json",
        "SHA256SUMS",
    }
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8"))["command"] == (
        "detente run two_states --seed 4"
    )


def test_the_account_of_the_flagship_says_why_russia_breaks(detente):
    code, out, _ = detente("run", "nato_russia_2021", "--no-figures", "--seed", "2")
    assert code == 0
    assert "≥ breaking point 16.31, loss 0.61" in out
    assert "no. 1" in out
    assert "Contact of Russia with NATO: Russian embassy in Brussels." in out
    assert "Contact of NATO with Russia: no embassy named." in out


def test_all_lists_the_talks_of_the_capitals_too(detente):
    _, few, _ = detente("run", "nato_russia_2021", "--no-figures")
    _, all_, _ = detente("run", "nato_russia_2021", "--no-figures", "--all")
    assert "--all lists them" in few
    assert "--all lists them" not in all_
    assert all_.count("offers") > few.count("offers")


def test_set_changes_one_value(detente):
    _, out, _ = detente("run", "two_states", "--no-figures", "--set", "timeline.first_expulsion.count=20")
    assert "expels 20 of the Ardenish embassy" in out


def test_until_ends_the_run_early(detente, tmp_path):
    detente("run", "two_states", "--no-figures", "--until", "2030-01-10")
    (path,) = (tmp_path / "results" / "two_states").glob("*/outcome.json")
    assert json.loads(path.read_text(encoding="utf-8"))["days"] == 10


def test_plot_draws_again_in_another_format(detente, finished, tmp_path):
    code, out, _ = detente("plot", str(finished), "--figure", "posts", "--format", "pdf", "--out", str(tmp_path))
    assert code == 0
    assert out.strip() == str(tmp_path / "posts.pdf")
    assert (tmp_path / "posts.pdf").read_bytes().startswith(b"%PDF")


def test_list_moves_policies_and_check_tell_what_there_is(detente):
    assert "detente run nato_russia_2021" in detente("list")[1]
    moves = detente("moves")[1]
    assert "cut_ceiling" in moves
    (expel,) = [line for line in moves.splitlines() if line.startswith("expel ")]
    assert " 4 or 5, by share " in expel
    assert "Richardson 1960" in (policies := detente("policies")[1])
    assert "acts against Moscow in 18 crises" in " ".join(policies.split())
    assert "two_states: good." in detente("check", "two_states")[1]


def test_documented_cases_are_listed_checked_and_printed(detente, tmp_path):
    code, out, _ = detente("list", "--history")
    (line,) = [line for line in out.splitlines() if "history/uk_ussr_1989" in line]
    assert (code, out.count("history/")) == (0, 108)
    assert " ".join(line.split()[1:]) == "The USSR and the United Kingdom, 1989 3 1 USSR, United Kingdom"
    assert "history_uk_ussr_1989: good." in detente("check", "history/uk_ussr_1989")[1]
    code, text, _ = detente("check", "history/uk_ussr_1989", "--text")
    (tmp_path / "mine.yaml").write_text(text, encoding="utf-8")
    assert (code, detente("check", "mine.yaml")[1]) == (0, detente("check", "history/uk_ussr_1989")[1])


def test_the_text_of_a_scenario_goes_with_nothing_that_changes_it(detente):
    code, _, err = detente("check", "two_states", "--text", "--set", "end=2031-01-01")
    complaint = "--text: prints the file as it is, and goes with no other option\n"
    assert (code, err) == (2, complaint)


def test_a_policy_is_shown_with_what_its_name_changes_and_what_it_leaves(detente):
    code, out, _ = detente("policies", "generous_tit_for_tat")
    rows = {line.split()[0]: line.split()[1:] for line in out.splitlines() if line}
    assert code == 0
    assert (rows["how_much"][0], rows["generosity"]) == ("tit_for_tat", ["0.3333", "0"])
    kept = ["as", "the", "actor", "has", "it"]
    assert (rows["breaks"], rows["silence_first"]) == ([*kept, "no"], [*kept, "0.42"])
    assert rows["habits"] == [*kept, "world"]
    code, _, err = detente("policies", "generous")
    assert (code, err.count("\n")) == (2, 1)
    assert err.startswith("NAME generous: unknown; expected one of tit_for_tat, generous_tit_for_tat")


HARM = "triggers.spy_case={date: 2030-02-01, victim: arden, author: belmora, severity: 5, evidence: 0.4}"
MEASURE = "timeline.first_expulsion={date: 2030-03-01, from: belmora, to: arden, move: measure, severity: 4}"
TOLD = {
    "a run in which nobody moves": (
        ("--until", "2030-02-15", "--set", "relations.arden_belmora.talks_per_day={arden: 0, belmora: 0}"),
        "No moves.",
    ),
    "a scripted move that the posts do not allow": (
        ("--set", "channels.arden_embassy.accredited=0"),
        "The scripted move first_expulsion could not be made",
    ),
    "a scripted move that the posts allow in part": (
        ("--set", "timeline.first_expulsion.count=41"),
        "The scripted move first_expulsion was cut down from 41 to 40",
    ),
    "a move that goes unnoticed": (
        ("--set", "parameters.miss_probability=1", "--set", MEASURE),
        "Arden does nothing against Belmora",
    ),
    "what is held before the first day": (
        ("--set", "relations.arden_belmora.grievance={arden: 7.5}"),
        "Arden holds a grievance of 7.50 against Belmora before the first day.",
    ),
    "a decision not to answer, with its chance": (
        ("--set", "policies.arden.silence_first=1"),
        "does not answer (chance 1.00)",
    ),
    "how acts were answered": (
        ("--set", "policies.arden.delay_days=5", "--set", "policies.belmora.silence_reply=1"),
        "1 reply after 5 days and with 1.04 times the severity, 1 in kind; chains: 1 of 2 steps.",
    ),
    "an act that was not answered": (
        ("--set", "policies.arden.silence_first=1"),
        "Exchanges of hostile moves: 1 first move, 0 answered; chains: 1 of 1 step.",
    ),
    "a harm without a move": (
        ("--set", HARM),
        "Harm: Spy case, for which Arden holds Belmora responsible (evidence 0.40)",
    ),
    "the harm that a decision is about": (
        ("--set", HARM, "--set", "policies.arden.silence_first=1"),
        "Spy case  Spy case: does not answer (chance 1.00)",
    ),
    "a harm where nobody moves": (
        ("--set", HARM, "--set", "timeline.first_expulsion=null", "--set", "policies.arden.silence_first=1"),
        "Harm: Spy case",
    ),
}


@pytest.mark.parametrize(("words", "text"), TOLD.values(), ids=TOLD)
def test_the_account_tells(detente, words, text):
    code, out, err = detente("run", "two_states", "--no-figures", *words)
    assert (code, err) == (0, "")
    assert text in out


def test_the_figures_of_a_run_in_which_nobody_moves_are_drawn(detente, tmp_path):
    sets = ("--set", "relations.arden_belmora.talks_per_day={arden: 0, belmora: 0}")
    assert detente("run", "two_states", "--until", "2030-02-15", *sets)[0] == 0
    assert len(list(tmp_path.glob("results/two_states/*/*.png"))) == 3


def test_a_letter_that_the_terminal_lacks_stops_nothing(tmp_path):
    command = [sys.executable, "-m", "sim.cli", "run", "nato_russia_2021", "--no-figures", "--out", str(tmp_path)]
    plain = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, capture_output=True, check=False, env=plain)
    assert (done.returncode, done.stderr) == (0, b"")


COMPLAINTS = {
    "an unknown scenario": (("run", "two_stats"), 2, "did you mean 'two_states'?"),
    "an unknown key in --set": (("run", "two_states", "--set", "policies.arden.kk=2"), 2, "did you mean 'k'?"),
    "a seed below zero": (("run", "two_states", "--seed", "-1"), 2, "expected a whole number from 0 to"),
    "a seed with a fraction": (("run", "two_states", "--seed", "1.5"), 2, "--seed 1.5: expected a whole number"),
    "a seed that is no number": (("run", "two_states", "--seed", "x"), 2, "--seed"),
    "an end that is no date": (
        ("run", "two_states", "--until", "June"),
        2,
        "--until June: expected a day, such as 2030-03-01",
    ),
    "an end outside the scenario, as Python reads days": (
        ("run", "two_states", "--until", "2031-01-01T00:00"),
        2,
        "--until 2031-01-01: outside the scenario; expected 2030-01-01 to",
    ),
    "an empty folder for the results": (
        ("run", "two_states", "--out", ""),
        2,
        "--out '': empty; expected a value such as a name, a number or a path; '.' is the current folder",
    ),
    "nothing after the sign of an option": (("run", "two_states", "--out="), 2, "--out '': empty; expected"),
    "an empty folder of a result": (("plot", ""), 2, "'': empty; expected"),
    "an empty scenario to check": (("check", ""), 2, "'': empty; expected"),
    "an end outside the scenario": (("run", "two_states", "--until", "2031-01-01"), 2, "expected 2030-01-01 to"),
    "an unknown command": (("frobnicate",), 2, "frobnicate"),
    "a missing scenario": (("run",), 2, "SCENARIO"),
    "a folder in place of a scenario": (("run", "."), 2, "'.' is a folder; expected a scenario file"),
    "a folder that is no result": (("plot", "."), 2, "no result (manifest.json is missing)"),
    "a file in the way of the results": (
        ("run", "two_states", "--no-figures", "--out", "file"),
        4,
        "cannot be written",
    ),
}


@pytest.mark.parametrize(("words", "code", "text"), COMPLAINTS.values(), ids=COMPLAINTS)
def test_a_mistake_gets_one_clear_line_and_its_exit_code(detente, tmp_path, words, code, text):
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    given, out, err = detente(*words)
    assert given == code
    assert text in err
    assert "Traceback" not in out + err


def test_a_file_in_the_way_of_the_results_is_named_before_anything_is_played(detente, tmp_path, monkeypatch):
    def play(*_):
        raise AssertionError("played for nothing")

    monkeypatch.setattr("sim.experiment.history.HistoryPlan.play", play)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    code, out, err = detente("run", "two_states", "--out", "file")
    assert (code, out, err) == (4, "", "file: cannot be written (file is no folder); choose another with --out\n")


def test_an_unknown_figure_relation_or_post_names_those_there_are(detente, finished):
    code, _, err = detente("plot", str(finished), "--figure", "pie", "--relation", "x_y", "--channel", "z")
    assert code == 2
    assert "--figure pie: unknown; expected one of escalation, posts, timeline" in err
    assert "--relation x_y: unknown; expected one of arden_belmora" in err
    assert "--channel z: unknown; expected one of arden_consulate" in err


def test_a_damaged_result_is_named(detente, finished, tmp_path):
    shutil.copytree(finished, tmp_path / "damaged")
    (tmp_path / "damaged" / "outcome.json").write_text("{", encoding="utf-8")
    code, _, err = detente("plot", str(tmp_path / "damaged"))
    assert code == 2
    assert err.startswith(f"{tmp_path / 'damaged' / 'outcome.json'}: is not JSON")
    assert len(err.splitlines()) == 1


def pictures(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.svg")}


def test_a_table_sorted_in_a_spreadsheet_gives_the_same_pictures_and_a_line_says_that_it_was_changed(
    detente, finished, tmp_path
):
    folder = shutil.copytree(finished, tmp_path / "sorted")
    assert detente("plot", str(folder), "--format", "svg")[::2] == (0, "")
    meant = pictures(folder)
    for name in ("trajectory.csv", "posts.csv", "moves.csv"):
        header, *rows = (folder / name).read_text(encoding="utf-8").splitlines(keepends=True)
        (folder / name).write_text("".join([header, *sorted(rows, key=lambda row: row[::-1])]), encoding="utf-8")
    code, _, err = detente("plot", str(folder), "--format", "svg")
    said = "are not what was written (edited, damaged or removed); taken as they stand now"
    assert (code, err) == (0, f"{folder}: moves.csv, posts.csv, trajectory.csv {said}\n")
    assert pictures(folder) == meant


SAVED_AGAIN = {
    "American days": (
        lambda text: re.sub(r"(\d{4})-(\d\d)-(\d\d)", r"\2/\3/\1", text).encode(),
        "row 2, column 'announced': found '03/01/2030'; expected a day such as 2030-01-31, for here day and month",
    ),
    "a Windows code page": (
        lambda text: text.replace("foreign", "fo\u2013reign").encode("cp1252"),
        "line 2, column 44: not a UTF-8 text; expected a table saved as 'CSV UTF-8'",
    ),
}


@pytest.mark.parametrize(("change", "said"), SAVED_AGAIN.values(), ids=SAVED_AGAIN)
def test_a_table_that_a_spreadsheet_saved_so_that_it_can_mean_two_things_is_named(
    detente, finished, tmp_path, change, said
):
    folder = shutil.copytree(finished, tmp_path / "saved")
    (folder / "moves.csv").write_bytes(change((folder / "moves.csv").read_text(encoding="utf-8")))
    code, _, err = detente("plot", str(folder))
    assert (code, len(err.splitlines())) == (2, 1)
    assert err.startswith(f"{folder / 'moves.csv'}: {said}")


def test_a_table_with_semicolons_is_drawn(detente, finished, tmp_path):
    folder = shutil.copytree(finished, tmp_path / "saved")
    text = (folder / "posts.csv").read_text(encoding="utf-8")
    (folder / "posts.csv").write_text(text.replace(",", ";"), encoding="utf-8")
    code, _, err = detente("plot", str(folder), "--figure", "posts", "--format", "svg")
    assert (code, "posts.csv is not what was written" in err) == (0, True)


def test_an_own_rule_that_fails_is_told_in_one_line(detente, tmp_path):
    (tmp_path / "failing_rule.py").write_text("def boom(*numbers):\n    return 1 / 0\n", encoding="utf-8")
    code, _, err = detente("run", "two_states", "--set", "policies.arden.own_rule=failing_rule:boom", "--no-figures")
    named = f"own rule boom of {tmp_path / 'failing_rule.py'} runs as a program of yours\n"
    assert (code, err) == (2, f"{named}failing_rule:boom failed: division by zero\n")


def test_a_narrow_terminal_gets_whole_words(detente, monkeypatch):
    monkeypatch.setenv("COLUMNS", "40")
    out = detente("run", "two_states", "--no-figures")[1]
    assert "Arden–Belmora" in out  # of a column that would hold one letter a line
    assert max(map(len, out.splitlines()[:12])) > 70


def test_the_headline_counts_what_followed_from_the_act_that_it_names(detente):
    # St Petersburg was closed for San Francisco; Seattle and sixty are answered by what is left
    _, out, _ = detente("run", "consulates", "--no-figures")
    assert "On 26 March 2018 United States expels 60 of the Russian embassy in Washington; 3 moves follow" in out


STRANGE = "{0.__class__} [north] [/x] [link=http://x]y[/link] :smile:"


@pytest.fixture(name="strange")
def _strange(tmp_path):
    """A scenario whose names hold what some languages and consoles would obey."""
    state = json.dumps(STRANGE)
    lines = ("extends: two_states", "name: strange", f"title: {state}", f"states: {{arden: {{name: {state}}}}}")
    (tmp_path / "strange.yaml").write_text("\n".join(lines), encoding="utf-8")


@pytest.mark.usefixtures("strange")
@pytest.mark.parametrize(
    "words",
    [
        ("check", "strange.yaml"),
        ("run", "strange.yaml", "--until", "2030-03-05", "--no-figures"),
        ("run", "strange.yaml", "--until", "2030-03-05", "--no-figures", "--runs", "2"),
        ("compare", "strange.yaml", "--with", "policies.arden.k=9", "--runs", "8", "--no-figures"),
        ("tournament", "strange.yaml", "--policy", "ledger", "--runs", "2", "--no-figures"),
        ("offramp", "strange.yaml", "--change", "policies.arden.k=1,2", "--runs", "2", "--no-figures"),
        ("sweep", "strange.yaml", "--vary", "policies.arden.k=1,2", "--runs", "2", "--no-figures"),
    ],
    ids=" ".join,
)
def test_a_name_is_shown_as_it_is_written(words, detente, monkeypatch):
    monkeypatch.setenv("COLUMNS", "2000")
    code, out, _ = detente(*words)
    assert (code, STRANGE in out, "\x1b" in out) == (0, True, False)


TYPED = {
    "an escape sequence": ("x\x1b[31m", "'x\\x1b[31m': U+001B (a control character) cannot stand in a text"),
    "a bell": ("x\x07", "'x\\x07': U+0007 (a control character) cannot stand in a text"),
    "a mark of direction": ("x\u202e", "'x\\u202e': U+202E (right-to-left override) cannot stand in a text"),
    "a blank of no width": ("x\u200b", "'x\\u200b': U+200B (zero width space) cannot stand in a text"),
    "a line break": ("x\ny", "'x\\ny': a tab or a line break; expected one line"),
    "no UTF-8": ("x\udcff", "'x\\udcff': not UTF-8; expected a name or a value that is"),
}


@pytest.mark.parametrize(("word", "said"), TYPED.values(), ids=TYPED)
@pytest.mark.parametrize(
    "words",
    [
        ("run", "two_states", "--out"),
        ("run", "two_states", "--set"),
        ("run", "two_states", "--runs"),
        ("check",),
        ("plot",),
        ("tournament", "two_states", "--policy"),
        ("offramp", "two_states", "--change"),
        ("sweep", "two_states", "--vary"),
        ("--no-such-option",),
        (),
    ],
    ids=" ".join,
)
def test_what_is_typed_is_checked_before_the_work_and_shown_escaped(words, word, said, detente, tmp_path):
    code, out, err = detente(*words, word)
    assert (code, out, err.startswith(said), err.count("\n")) == (2, "", True, 1)
    assert [*tmp_path.iterdir()] == []


def test_what_an_own_rule_says_is_told_on_one_line(detente, tmp_path):
    (tmp_path / "loud_rule.py").write_text("def f(*numbers):\n    raise ValueError('a\\nb {0} \\x1b[31m [/x]')\n")
    code, _, err = detente("run", "two_states", "--set", "policies.arden.own_rule=loud_rule:f", "--no-figures")
    named, said = err.splitlines()
    assert named.endswith("loud_rule.py runs as a program of yours")
    assert (code, said) == (2, "loud_rule:f failed: a b {0} \\x1b[31m [/x]")


def test_a_console_shows_what_a_terminal_would_obey(capsys):
    from sim.commands.console import console_for, remark, say
    from sim.report.tables import add_row, plain_table

    table = plain_table("[b]head[/b] :smile:")
    add_row(table, "a\x1b[31m\u202e\x9b")
    console_for(sys.stdout).print(table)
    say("one\ntwo\x07")
    remark("[red]\x1b]0;title\x07[/red]")
    out, err = capsys.readouterr()
    assert [line.rstrip() for line in out.splitlines()] == [
        "[b]head[/b] :smile:",
        "a\\x1b[31m\\u202e\\x9b",
        "one",
        "two\\x07",
    ]
    assert err == "[red]\\x1b]0;title\\x07[/red]\n"


def test_more_words_than_are_read_in_a_second_are_refused_at_once(detente):
    code, _, err = detente("check", "two_states", *["--set", "policies.arden.k=1"] * 10_000)
    said = "20,003 words are too many; expected settings in a file that extends another"
    assert (code, err.strip()) == (2, said)
