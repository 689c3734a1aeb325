"""detente play: a party of a scenario, played by hand."""

import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from .carry_out import finish, name_of, prepared_and_played
from .console import Number, Settings, UsageError, check_choices, console_for, remark, say, usage_checked
from .drawing import Formats, formats_of
from .signals import ending, is_ended, stopped
from .trust import Trust, name_own_rules

if TYPE_CHECKING:
    from sim.play import Seat
    from sim.results.debriefing import Debriefing

WAYS = ("lines", "screen", "page")  # to play


def play(
    scenario: str,
    /,
    *,
    as_: Annotated[list[str], Parameter(name="--as", negative="", consume_multiple=True)],
    seed: Number | None = None,
    replay: Number | None = None,
    set_: Settings = None,
    since: str | None = None,
    on: str = "lines",
    port: Number = 0,
    program: str | None = None,
    runs: Number = 1000,
    out: Path = Path("results"),
    excel: bool = False,
    figures: bool = True,
    format_: Formats = None,
    trust: Trust = False,
) -> int:
    """Take a seat: play a party of a scenario by hand, while all others decide by their rules.

    When a decision is due you see what happened, what the party would do by its policy and why, and what the law and
    the posts allow. A game is a result as any other, with a scenario file that plays it again.

    Parameters
    ----------
    scenario
        Name or path of a scenario file, or the file of an earlier game.
    as_
        Id or name of the party that you play, such as `arden`. On a page several may sit at one table: name each party.
    seed
        Random seed, a whole number; 1 if absent, or that of an earlier game.
    replay
        Number of the history under this seed; 0 if absent, or that of an earlier game.
    set_
        Change one value of the scenario, PATH=VALUE; may be repeated.
    since
        The first day on which you choose, YYYY-MM-DD. Moves of an earlier game before it stay; if there was none, your
        policy decides until then. The file of a game that was left goes on where it was left, if absent.
    on
        Where you play: lines in any terminal; screen, the whole terminal (needs the extra `tui`); or page, in a browser
        of this machine (needs the extra `web`).
    port
        With --on page: the port of the page; any that is free if absent.
    program
        Let a program play: a command that reads a line of JSON for each decision, and answers with a line.
    runs
        How many histories the debriefing plays, to compare the game with; 0 for no debriefing.
    out
        Folder for results; the game goes into OUT/SCENARIO/ID.
    excel
        Also write the tables as one workbook, tables.xlsx, with a sheet for each table.
    figures
        Draw the figures (about two seconds).
    format_
        Formats of the figures: png, svg or pdf; png and svg if absent.
    trust
        Let the scenario use own rules from any module. Without it, they must lie beside the file or in an installed
        package.
    """
    from sim.analysis.labels import Labels
    from sim.play import Seat, laid
    from sim.play.asking import check_deals, idle_lines
    from sim.play.going_on import going_on_line, opened
    from sim.play.scenario_by_hand import party_called
    from sim.report.account import print_account
    from sim.results.files import check_writable
    from sim.scenario.canonical import document_of
    from sim.scenario.load import load_scenario
    from sim.scenario.packed import packed

    formats = formats_of(figures, format_)
    check_choices("--on", [on], WAYS)
    if runs == 1:
        raise UsageError("--runs 1: expected 0 for no debriefing, or a whole number from 2 on")
    if len(as_) > 1 and on != "page":
        raise UsageError(f"--as {' '.join(as_)}: several sit at a table only with --on page")
    check_writable(out)
    case = load_scenario(scenario, settings=set_ or (), trust=trust)
    name_own_rules(packed(case).tables.own_rule.rules)
    begun = opened(case, [party_called(party, case, Labels(document_of(case))) for party in as_], since, seed, replay)
    with usage_checked():
        table = laid(case, as_, seed=seed, replay=replay, since=begun.since, trust=trust)
        check_deals(table)
    for line in (*begun.lines, *idle_lines(table)):
        remark(line)
    seats = [Seat.at(table, party) for party in table.parties]
    seat = seats[0]

    def where() -> Path:
        return out / seat.scenario.name / name_of(seat.result())

    kept, told = _played(seats, on, port, program, runs, where)
    if table.day == 0:
        say("no day was played, and nothing is written")
        return ending()[1] if is_ended() else 0
    result = seat.result()
    folder = where()
    code = finish(result, folder, print_account, excel, formats, _files(seats, scenario, kept))
    if not is_ended():
        _debrief(seats, runs, told, folder)
        if on == "page":
            _report(folder)
    if not table.is_over:
        from sim.results.run_result import GAME

        say(f"To go on with this game: {going_on_line(folder / GAME, table.parties, on, trust=trust)}")
    return stopped("the game is kept, without a debriefing") if is_ended() else code


def _played(
    seats: "Sequence[Seat]", on: str, port: int, program: str | None, runs: int, where: Callable[[], Path]
) -> "tuple[list[dict[str, object]], dict[str, Debriefing]]":
    """Play the game; returns what was said with a program, and the debriefings that were shown, by party."""
    if on == "page":
        pages = "the page is being opened; its address follows"
        remark(pages if len(seats) == 1 else "the pages are being opened; their addresses follow")
        served = needed("sim.play.page", "--on page", "web").serve
        told: dict[str, Debriefing] = served(seats[0].table, seats, port, say, where, runs)
        return [], told
    (seat,) = seats
    if program is not None:
        from sim.play.program import Program, ProgramError

        player = Program(seat, program)
        try:
            player.play()
        except ProgramError as problem:
            raise UsageError(str(problem)) from None
        return player.kept, {}
    if on == "screen":
        screen = needed("sim.play.screen", "--on screen", "tui")
        screen.SeatScreen(seat).run()
        return [], {}
    from sim.play.dialogue import Dialogue

    with _interruptible():
        Dialogue(seat, console_for(sys.stdout), _typed_line).play()
    return [], {}


def needed(module: str, option: str, extra: str) -> Any:
    """A module that needs an extra; raises UsageError where that is not installed."""
    try:
        return import_module(module)
    except ModuleNotFoundError as missing:
        if str(missing.name).startswith("sim"):
            raise
        raise UsageError(f"{option}: needs an extra; in the folder of detente: pip install -e '.[{extra}]'") from None


def _typed_line(prompt: str) -> str | None:
    """A line that was typed; None where there are no more, none can be read, or Ctrl-C was."""
    try:
        return input(prompt)
    except (EOFError, KeyboardInterrupt, OSError, RuntimeError, ValueError):
        say("")  # the prompt stands on an unfinished line
        return None


@contextmanager
def _interruptible() -> Iterator[None]:
    """Let Ctrl-C end the dialogue, not the command: the game so far is kept."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _files(seats: "Sequence[Seat]", scenario: str, kept: list[dict[str, object]]) -> dict[str, str]:
    """Texts beside the tables of a game: the scenario file, what was decided, what was said with a program."""
    from sim.play.game_file import decision_lines, game_text, json_lines
    from sim.results.run_result import DECISIONS, GAME, PROGRAM

    decided = [decision for seat in seats for decision in decision_lines(seat)]
    files = {GAME: game_text(seats[0].table, scenario), DECISIONS: json_lines(decided)}
    return files | ({PROGRAM: json_lines(kept)} if kept else {})


def _debrief(seats: "Sequence[Seat]", runs: int, told: "Mapping[str, Debriefing]", folder: Path) -> None:
    """Play and print the debriefing of each seat, and keep them beside the game.

    Parameters
    ----------
    runs : how many histories they play; without any there is none
    told : debriefings that were played and shown already, by party
    """
    from sim.report.debriefing import print_debriefing
    from sim.results.debriefing import FILE, document_of
    from sim.results.files import add_file, json_text

    found = []
    for seat in seats if runs else ():
        debriefing = told.get(seat.party) or _debriefing(seat, runs)
        if debriefing is None:
            remark("no debriefing: it was interrupted")
            break
        found.append(debriefing)
        say("")
        print_debriefing(debriefing, seat.table.labels, console_for(sys.stdout))
    if found:
        path = add_file(folder, f"{FILE}.json", json_text(document_of(found)))
        say(f"\nThe debriefing is kept in {path}; detente report shows it, too.")


def _report(folder: Path) -> None:
    """Write the report that the page of a game names."""
    from sim.play.kept import REPORT
    from sim.report.page import write_report
    from sim.results.reading import read_result

    say(f"The report is {write_report(read_result(folder), folder / REPORT)}.")


def _debriefing(seat: "Seat", runs: int) -> "Debriefing | None":
    """Play the debriefing of a seat; None where that was interrupted."""
    from sim.play.debriefing import plan_debriefing

    planned = plan_debriefing(seat, runs)
    forecast, _ = prepared_and_played(planned.forecast)
    return None if forecast is None else planned.play(forecast)
