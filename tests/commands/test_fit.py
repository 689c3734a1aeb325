"""The front door for fits."""

from tests.documented.rows import row, table_of


def test_a_fit_prints_numbers_scores_and_files(detente, tmp_path):
    code, out, err = detente("fit", "moscow", "--free", "silence_first", "--base", "two_states")
    assert code == 0
    assert "Numbers of policies fitted to moscow" in out
    assert (
        "packages of 17 cases. With each case left out, the fit scores better than a table by people and Moscow" in out
    )
    assert "Part" in out
    assert "±" in out
    assert "1 number in closed form, " in err
    (folder,) = tmp_path.glob("results/fit/seed-1-*")
    written = (folder / "policies.yaml").read_text(encoding="utf-8")
    assert "# Command: detente fit moscow --free silence_first --base two_states\n" in written
    assert "extends: two_states\npolicies:\n  fitted_pool:\n    preset: ledger\n    silence_first: 0." in written


def test_of_a_table_of_ones_own_sides_without_rows_are_left_out(detente, tmp_path):
    table = table_of(
        tmp_path,
        row("2024-05-01", "Arden", "Belmora", "expel", "initial"),
        row("2024-05-03", "Belmora", "Arden", "expel", "reply", "2024-05-01"),
    )
    code, out, err = detente("fit", str(table), "--free", "silence_first", "further_step")
    assert (code, "2 packages" in err) == (0, True)
    assert "moscow" not in out  # neither side of Moscow took part
    assert sum("rest on what was expected" in line for line in out.splitlines()) == 1
    (policies,) = tmp_path.glob("results/fit/seed-1-*/policies.yaml")
    assert "fitted_moscow" not in policies.read_text(encoding="utf-8")
    assert "1 row of 1 case\n" in policies.read_text(encoding="utf-8")


def test_what_was_fitted_before_has_the_same_folder(detente, tmp_path):
    for _ in range(2):
        assert detente("fit", "uk_ussr_1985", "--free", "silence_first")[0] == 0
    assert len([*tmp_path.glob("results/fit/*")]) == 1


def test_a_case_and_a_number_that_there_are_not(detente):
    code, out, err = detente("fit", "moscov")
    assert (code, out, err) == (2, "", "CASES moscov: no such case or table; did you mean moscow?\n")
    code, out, err = detente("fit", "moscow", "--free", "silence_frist")
    assert (code, out) == (2, "")
    assert err.startswith("--free silence_frist: no such number; did you mean silence_first?; expected")
