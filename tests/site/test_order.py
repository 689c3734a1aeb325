"""Notebooks are spread over the processes that read pages."""

from docs.site.order import spread


def test_all_pages_are_read_once_and_notebooks_lie_apart() -> None:
    names = [*(f"page{number}" for number in range(9)), "python/a", "python/b", "python/c"]
    ordered = spread(names)
    assert sorted(ordered) == sorted(names)
    assert [ordered.index(f"python/{letter}") for letter in "abc"] == [0, 4, 8]


def test_pages_without_a_notebook_stay_in_their_order() -> None:
    assert spread(["a", "b"]) == ["a", "b"]
    assert spread([]) == []
