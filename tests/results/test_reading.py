"""Forecasts, comparisons and tournaments can be read again as they were."""

import dataclasses
import json

import pandas as pd
import pytest

from sim import compare, load_scenario, offramp, read_result, run, tournament
from sim.results.checksums import read_sums, write_sums
from sim.results.files import OutputError, ResultError

SETS = ["end=2030-04-30"]
DOCUMENTED = [
    "observed.answer={date: 2030-03-09, from: arden, to: belmora, move: expel, channel: belmora_embassy, count: 3}",
    "observed.closing={date: 2030-04-02, from: belmora, to: arden, move: close_consulate, channel: arden_consulate}",
]


@pytest.fixture(name="summaries", scope="module")
def _summaries():
    case, known = (load_scenario("two_states", settings=sets) for sets in (SETS, [*SETS, *DOCUMENTED]))
    return {
        "forecast": run(case, runs=6, keep=("outcomes", "curves", "moves", "exchanges")),
        "forecast of which nothing is kept": run(case, runs=6),
        "comparison": compare(case, load_scenario("two_states", settings=[*SETS, "policies.arden.k=2"]), runs=6),
        "tournament": tournament(case, policies=["ledger", "grim_trigger"], runs=3),
        "way out": offramp(case, ["policies.arden.k=0.5:1.5:3"], runs=3, below=0.9),
        "run against a record": run(known),
        "forecast against a record": run(known, runs=6),
        "comparison against a record": compare(known, changes=["policies.arden.k=2"], runs=6),
    }


def of_before(folder):
    """Have a run as it was written when its tables called a relation a dyad."""
    manifest = json.loads((folder / "manifest.json").read_text())
    for name in ("trajectory", "scales"):
        table = folder / f"{name}.csv"
        table.write_text(table.read_text().replace(",relation,", ",dyad,"))
        levels = manifest["tables"][name]["names"]["level"]
        levels[levels.index("relation")] = "dyad"
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n")
    write_sums(folder, read_sums(folder))


def test_a_run_of_before_is_read_in_the_words_of_now(summaries, tmp_path):
    written = summaries["run against a record"]
    assert {*written.trajectory["level"]} == {*written.scales["level"]} == {"relation", "theatre"}
    written.save(tmp_path / "now")
    written.save(tmp_path / "then")
    of_before(tmp_path / "then")
    now, then = (read_result(tmp_path / when) for when in ("now", "then"))
    for name in ("trajectory", "scales"):
        pd.testing.assert_frame_equal(getattr(now, name), getattr(then, name))
    then.report(tmp_path / "page.html")
    assert "Day by day" in (tmp_path / "page.html").read_text(encoding="utf-8")


AGAINST_RECORD = [f"{kind} against a record" for kind in ("run", "forecast", "comparison")]
KINDS = ("forecast", "forecast of which nothing is kept", "comparison", "tournament", "way out", *AGAINST_RECORD)


@pytest.mark.parametrize("kind", KINDS)
def test_is_read_as_it_was_written(summaries, kind, tmp_path):
    written = summaries[kind]
    written.save(tmp_path)
    again = read_result(tmp_path)
    assert type(again) is type(written)
    for field in dataclasses.fields(written):
        one, other = getattr(again, field.name), getattr(written, field.name)
        if isinstance(other, pd.DataFrame):  # six digits are written
            pd.testing.assert_frame_equal(one, other, check_dtype=False, rtol=1e-5, atol=1e-6)
            types = other.dtypes.astype(str).replace({"object": "str"})  # so are texts of an empty table
            assert one.dtypes.astype(str).to_dict() == types.to_dict()
        else:
            assert one == other


@pytest.mark.parametrize("kind", KINDS)
def test_writing_what_was_read_gives_the_same_bytes(summaries, kind, tmp_path):
    summaries[kind].save(tmp_path / "one")
    read_result(tmp_path / "one").save(tmp_path / "two")
    for path in (tmp_path / "one").iterdir():
        assert (tmp_path / "two" / path.name).read_bytes() == path.read_bytes()


def test_tables_are_text_and_those_kept_on_request_parquet(summaries, tmp_path):
    names = {path.name for path in summaries["forecast"].save(tmp_path)}
    kept = {f"{name}.parquet" for name in ("outcomes", "curves", "moves", "exchanges")}
    assert {"probabilities.csv", "manifest.json", *kept} < names
    assert {path.name for path in tmp_path.iterdir()} == names  # and no half-written file beside them
    assert json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))["result"] == "forecast"


@pytest.mark.parametrize("kind", AGAINST_RECORD)
def test_the_record_has_a_table_where_anything_is_documented(summaries, kind, tmp_path):
    name = "record_scores" if kind.startswith("comparison") else "against_record"
    assert f"{name}.csv" in {path.name for path in summaries[kind].save(tmp_path / "known")}
    (tmp_path / "known" / f"{name}.csv").unlink()
    with pytest.raises(ResultError, match=f"{name}.csv: cannot be read"):
        read_result(tmp_path / "known")
    assert not list(tmp_path.glob(f"*/{name}.csv"))


def test_no_table_of_the_record_is_written_where_nothing_is_documented(summaries, tmp_path):
    for kind in ("forecast", "comparison"):
        names = {path.name for path in summaries[kind].save(tmp_path / kind)}
        assert names.isdisjoint(("against_record.csv", "record_scores.csv"))


def test_a_single_run_is_read_by_the_same_call(tmp_path):
    run(load_scenario("two_states", settings=SETS)).save(tmp_path)
    assert read_result(tmp_path).outcome["end"] == "2030-04-30"


def test_a_folder_without_a_result_is_named(tmp_path):
    with pytest.raises(ResultError, match=r"no result \(manifest.json is missing\)"):
        read_result(tmp_path)


def test_a_file_in_place_of_the_folder_is_named(summaries, tmp_path):
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutputError, match="cannot be written"):
        summaries["tournament"].save(tmp_path / "file")


def cut_off(path):
    path.write_text("\n".join(path.read_text(encoding="utf-8").splitlines()[:2]), encoding="utf-8")


def replaced(old, new):
    return lambda path: path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


DAMAGES = {
    "a table cut off": ("measures.csv", cut_off, r"measures.csv: has 1 rows, manifest.json says \d+"),
    "a column lost": ("survival.csv", replaced("runs_at_risk", "risk"), "survival.csv: no columns 'runs_at_risk'"),
    "a day that is none": ("survival.csv", replaced("2030-01-01", "2030-02-30"), "row 2, column 'date': found '2030-0"),
    "a number that is none": ("measures.csv", replaced("loss_at_end,0", "loss_at_end,x"), "column 'mean': found 'x"),
    "a table lost": ("chains.csv", lambda path: path.unlink(), "chains.csv: cannot be read"),
    "a large table that is none": ("curves.parquet", lambda path: path.write_text("x"), "curves.parquet: "),
    "an unknown kind of result": ("manifest.json", replaced('"forecast"', '"dream"'), "a result 'dream'; expected any"),
    "a manifest cut off": ("manifest.json", cut_off, "manifest.json: is not JSON"),
    "a manifest without tables": (
        "manifest.json",
        lambda path: path.write_text('{"result": "forecast"}'),
        "manifest.json: damaged .*does not say what the table probabilities holds",
    ),
    "a manifest that is a list": (
        "manifest.json",
        lambda path: path.write_text('["result"]'),
        "manifest.json: is not a JSON object",
    ),
}


@pytest.mark.parametrize(("name", "damage", "message"), DAMAGES.values(), ids=DAMAGES)
def test_is_told(summaries, tmp_path, name, damage, message):
    summaries["forecast"].save(tmp_path)
    damage(tmp_path / name)
    with pytest.raises(ResultError, match=message) as told:
        read_result(tmp_path)
    assert "\n" not in str(told.value)


def test_a_comparison_without_its_outcome_is_told(summaries, tmp_path):
    summaries["comparison"].save(tmp_path)
    (tmp_path / "outcome.json").write_text('{"sentence": "so"}', encoding="utf-8")
    with pytest.raises(ResultError, match="'parting' is missing"):
        read_result(tmp_path)
