"""One row of the table of measures, and of that of regimes, is all that tables, figures and sentences know of them."""

import subprocess
import sys
import textwrap

from sim.engine.compiled import tally
from sim.engine.compiled.history import Rows
from sim.results.measures import MEASURES, OF_TIES, REGIMES, REGIMES_BY_NUMBER, SUMMED_UP, without_ties
from sim.rules import indices

ONE_MORE = """
    import importlib.util
    import sys
    from types import ModuleType

    source = importlib.util.find_spec("sim.results.measures").origin
    text = open(source, encoding="utf-8").read()
    row = 'Measure("{name}", "{words}", "{unit}", digits=0, is_summed_up={summed}, is_for_sentences={summed}),'
    module = ModuleType("sim.results.measures")
    sys.modules[module.__name__] = module
    exec(compile(text.replace("MEASURES = (", "MEASURES = (" + row, 1), source, "exec"), module.__dict__)

    from sim import compare, load_scenario, run
    from sim.analysis.labels import Labels
    from sim.analysis.sweep_words import quantity_words, unit_of
    from sim.analysis.what_if import sentence_of
    from sim.plots.sweep_curves import MEASURE_OF
    from sim.report.comparison import difference_table
    from sim.sweeps.plan import check_shown
    from sim.sweeps.play_points import row_schema
"""


def after_one_more(summed: bool, code: str) -> list[str]:
    """Lines that code prints where the table has a row more, of a field of Rows that no table shows as it is."""
    row = {"name": "tension_peak_day", "words": "day of the peak", "unit": "days", "summed": summed}
    script = textwrap.dedent(ONE_MORE).format(**row) + textwrap.dedent(code)
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_a_row_more_is_a_column_of_sweeps_and_of_kept_histories_a_panel_and_may_be_shown():
    found = after_one_more(False, """
        print({"tension_peak_day", "tension_peak_day_se"} <= set(row_schema().names))
        check_shown(["tension_peak_day"])
        print(quantity_words("tension_peak_day"), unit_of("tension_peak_day"), "tension_peak_day" in MEASURE_OF)
        kept = run("two_states", until="2030-03-10", runs=2, keep=["outcomes"]).outcomes
        print("tension_peak_day" in kept, Labels({}).measure("tension_peak_day"))
    """)  # fmt: skip
    assert found == ["True", "Day of the peak, mean days True", "True day of the peak"]


def test_a_row_more_of_what_is_summed_up_is_compared_printed_and_may_be_what_the_sentence_is_about():
    found = after_one_more(True, """
        short = ["end=2030-03-10"]
        a, b = (load_scenario("two_states", settings=[*short, *more]) for more in ([], ["policies.arden.k=2"]))
        made = compare(a, b, runs=2)
        print("tension_peak_day" in set(made.differences["measure"]))
        print(*[cell for cell in difference_table(made).columns[1].cells if "day of the peak" in str(cell)][:1])
        of_it = made.differences["measure"] == "tension_peak_day"
        made.differences.loc[of_it, ["a", "b", "difference", "low", "high"]] = [1.0, 9.0, 8.0, 7.0, 9.0]
        made.differences.loc[~of_it, ["difference", "low", "high"]] = 0.0
        print("the number of day of the peak of" in sentence_of(made))
    """)  # fmt: skip
    assert found == ["True", "day of the peak", "True"]


def test_every_measure_is_a_field_of_the_rows_of_histories():
    assert {measure.name for measure in MEASURES} <= {*Rows._fields}


def test_what_is_summed_up_is_what_is_counted_and_the_hostile_moves():
    sides = tuple(measure.name for measure in MEASURES if measure.of_side is not None)
    assert without_ties(SUMMED_UP, has_ties=False) == (*tally.MEASURES, "hostile_moves")
    assert {*SUMMED_UP, *sides} == {*tally.MEASURES, "hostile_moves", *tally.OF_TIES}
    assert (*OF_TIES,) == tally.OF_TIES


def test_the_regimes_are_those_of_the_rules_from_the_worst_to_the_best():
    assert tuple(regime.words for regime in REGIMES_BY_NUMBER) == indices.REGIMES
    assert [regime.name for regime in REGIMES] == ["rupture", "cold_standoff", "strained", "recovered", "cooperative"]
