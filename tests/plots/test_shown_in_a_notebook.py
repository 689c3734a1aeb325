"""Figures come by name, and a notebook shows them as pictures."""

import base64
import re

from sim import run


def test_a_notebook_shows_each_figure_as_a_picture():
    figures = run("two_states", settings=["end=2030-04-30"]).plot(["posts", "timeline"])
    shown = figures._repr_html_()
    assert re.findall(r'alt="(\w+)"', shown) == ["posts", "timeline"]
    for data in re.findall(r"base64,([^\"]+)", shown):
        assert base64.b64decode(data).startswith(b"\x89PNG")
    assert repr(figures) == "Figures: posts, timeline"
    assert isinstance(figures, dict)
