"""A sweep tells of each point what its runs alone would tell, whoever plays it."""

from concurrent.futures import Future
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from sim import EscalationModel, load_scenario, open_sweep, run, sweep
from sim.design.design import Design
from sim.design.variation import DesignError, Variation
from sim.engine.compiled.ensemble import Ensemble, Wanted
from sim.experiment.memory import TooLargeError
from sim.results.files import OutputError
from sim.results.measures import END_SHARES, ROW_MEASURES
from sim.results.sweep_result import SweepResult
from sim.rules.indices import REGIMES
from sim.scenario.syntax import scalar
from sim.sweeps.play_points import CHUNK
from sim.sweeps.size import WORKER_BYTES
from sim.sweeps.store import point_table
from sim.sweeps.workers import WorkerError

SHORT = "end=2030-05-31"
VARY = ["policies.arden.k=0.5:1.5:3", "policies.belmora.breaking_hollowing=0,34"]
RUNS = CHUNK + 8  # more than are summed up at a time


def played(folder, vary=tuple(VARY), **options):
    return sweep("two_states", vary, folder, settings=[SHORT], **{"runs": RUNS, **options})


@pytest.fixture(name="result", scope="module")
def _result(tmp_path_factory):
    return played(tmp_path_factory.mktemp("sweep") / "whole", threads=1)


def content(result):
    return (result.folder / "summary.parquet").read_bytes()


def test_there_is_a_row_a_point_and_everything_that_is_followed(result):
    told = [("run", "run"), ("relation", "arden_belmora"), ("theatre", "theatre")]
    rows = zip(result.summary["point"], result.summary["level"], result.summary["name"], strict=True)
    assert [*rows] == [(point, *names) for point in range(6) for names in told]
    assert result.n_played == len(result.points) == 6
    assert result.points.iloc[3].to_dict() == {
        "point": 3,
        "policies.arden.k": 1.0,
        "policies.belmora.breaking_hollowing": 34,
    }


def test_a_point_is_told_as_its_own_runs_tell_it(result):
    for point in (1, 4):
        case = load_scenario("two_states", settings=result.settings(point))
        rows = Ensemble(case, 1, Wanted(("arden_belmora",), rows=True)).play(range(RUNS)).rows
        told = result.summary.query(f"point == {point} and level == 'relation'").iloc[0]
        for number, regime in enumerate(REGIMES):
            assert told[regime.replace(" ", "_")] == (rows.regime[:, 0] == number).mean()
        for measure in (name for name in ROW_MEASURES if name in told):
            values = getattr(rows, measure)[:, 0].astype(float)
            assert told[measure] == pytest.approx(values.mean(), rel=1e-12)
            assert told[f"{measure}_se"] == pytest.approx(values.std(ddof=1) / RUNS**0.5, rel=1e-12)
        of_all = result.summary.query(f"point == {point} and level == 'run'").iloc[0]
        assert of_all["moves"] == pytest.approx(rows.moves.mean(), rel=1e-12)


def test_shares_and_their_intervals_are_those_of_a_forecast(result):
    forecast = run(load_scenario("two_states", settings=result.settings(2)), runs=RUNS).probabilities
    of_point = result.summary[result.summary["point"] == 2]
    for level, event in (("relation", "rupture"), ("theatre", "rupture at any time"), ("run", "any break")):
        expected = forecast[(forecast["level"] == level) & (forecast["event"] == event)].iloc[0]
        told = of_point[of_point["level"] == level].iloc[0]
        name = event.replace(" ", "_")
        assert [told[name], told[f"{name}_low"], told[f"{name}_high"]] == [*expected[["share", "low", "high"]]]


def test_what_a_level_does_not_know_is_left_empty(result):
    is_run = result.summary["level"] == "run"
    assert (
        result.summary.loc[is_run, [*END_SHARES, *(name for name in ROW_MEASURES if name in result.summary)]]
        .isna()
        .all(axis=None)
    )
    assert result.summary.loc[~is_run, ["any_break", "moves"]].isna().all(axis=None)
    assert result.summary["problem"].isna().all()


def test_points_share_their_draws(tmp_path):
    unread = "policies.arden.salami_severity=1:2:2"  # Arden initiates nothing
    found = played(tmp_path, [unread], threads=1).summary.drop(columns="point")
    pd.testing.assert_frame_equal(found.iloc[:3], found.iloc[3:].reset_index(drop=True))


def test_the_mean_of_a_single_run_has_no_error(tmp_path):
    found = played(tmp_path, VARY[:1], runs=1, threads=1).summary
    assert found["tension_peak_se"].isna().all()
    assert found.loc[found["level"] == "theatre", "tension_peak"].notna().all()


class Backwards:
    """An executor that lets the second of two calls be finished before the first."""

    def __init__(self):
        self.waiting = []

    def submit(self, function, /, *args):
        self.waiting.append((Future(), function(*args)))
        future = self.waiting[-1][0]
        if len(self.waiting) == 2:
            for finished, value in reversed(self.waiting):
                finished.set_result(value)
            self.waiting.clear()
        return future


def test_the_bytes_are_the_same_on_threads(result, tmp_path):
    assert content(played(tmp_path, threads=3)) == content(result)


def test_the_bytes_are_the_same_in_processes(result, tmp_path):
    assert content(played(tmp_path, workers=2)) == content(result)


def test_the_bytes_are_the_same_from_an_executor_in_whatever_order(result, tmp_path):
    told = []
    many = played(tmp_path, executor=Backwards(), workers=2, progress=lambda *done: told.append(done))
    assert content(many) == content(result)
    assert told == [(done, 6) for done in range(1, 7)]


def test_the_rows_are_the_same_however_many_points_a_part_holds(result, tmp_path):
    other = played(tmp_path, threads=1, points_per_part=4)
    assert len([*(tmp_path / "parts").iterdir()]) == 2
    assert content(other) == content(result)


def test_a_point_that_fails_is_told_and_the_others_are_played(tmp_path):
    path = "timeline.first_expulsion.deadline"
    found = played(tmp_path, [f"{path}=2030-02-01,2030-03-08,2030-01-01,2030-03-20"], threads=1, csv=True)
    assert found.failed["point"].tolist() == [0, 2]
    said = f"--set {path}=2030-02-01: {path}: 2030-02-01 is before the move; expected 2030-03-01 or later"
    assert found.failed["problem"][0] == said
    assert found.n_played == 4
    assert found.summary.query("point == 0 or point == 2")["runs"].tolist() == [0, 0]
    assert found.summary.query("point == 1 or point == 3")["runs"].tolist() == [RUNS] * 6
    lines = (tmp_path / "summary.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + 2 + 6
    assert said in lines[1]


def test_a_point_that_fails_while_it_is_played_is_told(tmp_path, monkeypatch):
    monkeypatch.syspath_prepend(tmp_path)
    rule = "def falling(perceived, *rest):\n    return 1 / 0\n\ndef half(perceived, *rest):\n    return perceived / 2\n"
    (tmp_path / "sweep_rules.py").write_text(rule, encoding="utf-8")
    own = "policies.arden.own_rule=sweep_rules:falling,sweep_rules:half"
    found = played(tmp_path / "sweep", [own], runs=2, threads=1)
    assert found.failed["point"].tolist() == [0]
    assert found.failed["problem"][0].startswith("sweep_rules:falling failed: division by zero")


def test_one_history_of_a_point_is_told_in_full(result):
    case = load_scenario(
        "two_states", settings=[SHORT, "policies.arden.k=1.5", "policies.belmora.breaking_hollowing=34"]
    )
    alone = EscalationModel(case, seed=1, run=17).run_until().trajectory.moves()
    again = open_sweep(result.folder).replay(5, 17)
    assert again.moves["kind"].tolist() == alone["kind"].tolist()
    assert again.manifest["run"] == 17


def test_a_history_is_not_told_of_a_scenario_that_was_edited(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text("extends: two_states\nname: mine\nend: 2030-04-30\n", encoding="utf-8")
    found = sweep(path, VARY[:1], tmp_path / "sweep", runs=2, threads=1)
    path.write_text("extends: two_states\nname: mine\nend: 2030-05-30\n", encoding="utf-8")
    with pytest.raises(ValueError, match="point 3: expected a whole number from 0 to 2"):
        found.replay(3, 0)
    with pytest.raises(Exception, match="is no longer what the sweep in"):
        found.replay(0, 0)


COLUMNS = {
    "whole numbers": ("timeline.first_expulsion.count=1:3:3", [1, 2, 3]),
    "numbers": ("policies.arden.k=1,0.25", [1.0, 0.25]),
    "names": ("policies.arden.preset=ledger,grit", ["ledger", "grit"]),
    "a name or nothing": ("timeline.first_expulsion.channel=arden_embassy,null", ["arden_embassy", "null"]),
}


@pytest.mark.parametrize(("text", "values"), COLUMNS.values(), ids=COLUMNS)
def test_the_table_of_points_holds(text, values, tmp_path):
    found = played(tmp_path, [text], runs=1, threads=1)
    path = text.partition("=")[0]
    assert found.points[path].tolist() == values
    assert found.scenario(0) == load_scenario("two_states", settings=[SHORT, f"{path}={values[0]}"])


def test_why_a_point_fails_does_not_depend_on_where_files_lie(tmp_path):
    found = played(tmp_path, ["timeline.first_expulsion.count=3,null"], runs=1, threads=1)
    said = found.failed["problem"][0]
    assert said.startswith("two_states.yaml:")
    assert said.endswith("timeline.first_expulsion.count: 'expel' needs a count; expected 1 or more")


REFUSED = {
    "a path that is none": (["policies.arden.kk=1:2:3"], {}, "policies.arden.kk: unknown key; did you mean 'k'"),
    "values none of which will do": (["policies.arden.k=-2,-1"], {}, "-2 is out of range; expected 0 to 10"),
    "a relation that is none": (VARY, {"relations": ["x"]}, "relations 'x': unknown; expected one of arden_belmora"),
    "no runs": (VARY, {"runs": 0}, "runs 0: expected a whole number from 1"),
}


@pytest.mark.parametrize(("vary", "options", "message"), REFUSED.values(), ids=REFUSED)
def test_refused_before_anything_is_written_is(vary, options, message, tmp_path):
    with pytest.raises(ValueError, match=message) as told:
        played(tmp_path / "sweep", vary, **options)
    assert "\n" not in str(told.value)
    assert not (tmp_path / "sweep").exists()


def test_a_plan_of_many_terabytes_is_refused_at_once(tmp_path, monkeypatch):
    monkeypatch.setattr(Ensemble, "__init__", None)  # nothing is made ready, let alone compiled
    grid = ["policies.arden.k=0:1:100000", "policies.belmora.k=0:1:100000"]
    with pytest.raises(TooLargeError, match=r"^10,000,000,000 points need 2\d TB of disk, and .* free; the most that"):
        played(tmp_path / "sweep", grid)
    assert not (tmp_path / "sweep").exists()


def test_the_most_that_is_named_fits(tmp_path, monkeypatch):
    monkeypatch.setattr("sim.sweeps.size.free_disk", lambda folder: 200_000)
    with pytest.raises(TooLargeError) as told:
        played(tmp_path / "sweep", ["policies.arden.k=0:1:500"], runs=1)
    most = int(str(told.value).rpartition(" ")[2])
    found = played(tmp_path / "sweep", [f"policies.arden.k=0:1:{most}"], runs=1, threads=1)
    assert sum(path.stat().st_size for path in found.folder.rglob("*.parquet")) < 200_000
    monkeypatch.setattr("sim.sweeps.size.free_disk", lambda folder: 50_000)  # some of it is written by now
    played(tmp_path / "sweep", [f"policies.arden.k=0:1:{most}"], runs=1, threads=1)


def test_more_processes_than_memory_holds_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("psutil.virtual_memory", lambda: type("Memory", (), {"available": 4 * WORKER_BYTES}))
    with pytest.raises(TooLargeError, match=r"^9 workers need 3.6 GB of memory, and .*; the most that fit are 3$"):
        played(tmp_path / "sweep", workers=9)


def test_designs_that_draw_are_played_by_their_points(tmp_path):
    found = played(tmp_path, ["policies.arden.k=0.5:1.5", VARY[1]], design="lhs", points=4, runs=2, threads=1)
    assert np.sort(np.floor(4 * (found.points["policies.arden.k"] - 0.5))).tolist() == [0, 1, 2, 3]
    assert sorted(found.points["policies.belmora.breaking_hollowing"]) == [0, 0, 34, 34]
    with pytest.raises(DesignError, match="needs 12 at least"):
        played(tmp_path / "other", ["policies.arden.k=0.5:1.5", VARY[1]], design="morris", points=2)


def test_a_fault_of_the_machine_is_not_kept_as_one_of_the_point(tmp_path, monkeypatch):
    def tired(*_):
        raise RuntimeError("can't start new thread")

    with monkeypatch.context() as machine:
        machine.setattr("sim.sweeps.play_points.ensemble_at", tired)
        with pytest.raises(WorkerError, match="part 0 could not be played here") as told:
            played(tmp_path, VARY[:1], threads=1, runs=2)
    assert "\n" not in str(told.value)
    assert [*(tmp_path / "parts").iterdir()] == []
    assert len(played(tmp_path, VARY[:1], threads=1, runs=2).failed) == 0


class Patient:
    """An executor that begins nothing unless it is waited for, and remembers what was called off."""

    def __init__(self):
        self.given = []

    def submit(self, function, /, *args):
        self.given.append(Future())
        if len(self.given) == 1:
            self.given[0].set_result(function(*args))
        return self.given[-1]


def test_an_executor_is_left_nothing_to_do_where_a_part_cannot_be_kept(tmp_path, monkeypatch):
    executor = Patient()
    monkeypatch.setattr("sim.sweeps.run.keep_part", lambda *_: (_ for _ in ()).throw(OutputError("full")))
    with pytest.raises(OutputError, match="full"):
        played(tmp_path, executor=executor, workers=2, runs=2)
    assert len(executor.given) > 1
    assert all(future.cancelled() for future in executor.given[1:])


COLUMNS = {
    "fractions": ([0.5, 1], "double"),
    "whole numbers": ([1, 2**62], "int64"),
    "whole numbers that no column of whole numbers holds": ([1, 2**63], "string"),
    "a whole number beside a fraction that would lose a digit": ([0.5, 2**53 + 1], "string"),
    "a whole number that no column holds beside a fraction": ([0.5, 99999999999999999999], "string"),
    "true and false": ([True, False], "bool"),
    "true beside a number": ([True, 2], "string"),
    "a number beside a name": ([1, "ledger"], "string"),
    "a number or nothing": ([3, None], "string"),
    "a number too large for a computer": ([1, float("inf")], "double"),
    "days": (["2030-03-01", "2030-03-05"], "string"),
}


@pytest.mark.parametrize(("values", "kind"), COLUMNS.values(), ids=COLUMNS)
def test_a_point_is_set_to_exactly_the_values_it_was_played_with(values, kind, tmp_path):
    design = Design("grid", (Variation("a.b", tuple(values), n=len(values)),), len(values), 1)
    table = point_table(SimpleNamespace(design=design))
    assert str(table.schema.field("a.b").type) == kind
    result = SweepResult(tmp_path, table.to_pandas(), None, {"settings": []})
    read = [scalar(result.settings(point)[0].removeprefix("a.b=")) for point in range(len(values))]
    meant = [scalar(value) if isinstance(value, str) else value for value in values]
    assert read == meant
    assert [isinstance(value, bool) for value in read] == [isinstance(value, bool) for value in meant]
