"""A drop-down list of the browser's own on a page: keyboards, screen readers and telephones know how to use it."""

from collections.abc import Callable, Mapping
from typing import Any, Generic, TypeVar

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

Key = TypeVar("Key")
# the number of the line that is chosen, or nothing while a page is left
CHOSEN_LINE = "event => emit(event.target.selectedIndex)"


class DropDown(Generic[Key]):
    """A list of lines with a name, one of which is chosen.

    Parameters
    ----------
    name : shown above the list, and said by screen readers
    on_change : called when the user has chosen another line
    """

    def __init__(self, name: str, on_change: Callable[[], object]) -> None:
        self.value: Key | None = None
        self._keys: list[Key] = []
        self._lines: list[str] = []
        self._on_change = on_change
        with ui.element("label").classes("block w-full"):
            TextElement(tag="span", text=name).classes("block text-sm")
            self._list = ui.element("select").classes("w-full p-2 border border-gray-500 rounded bg-white")
        self._list.on("change", self._take, js_handler=CHOSEN_LINE)

    def fill(self, lines: Mapping[Key, str], value: Key | None) -> None:
        """Offer other lines.

        Parameters
        ----------
        lines : text of each key, in the order in which they are shown
        value : the key that is chosen; None where there is none
        """
        if (self._keys, self._lines, self.value) == ([*lines], [*lines.values()], value):
            return  # a list that is open stays open
        self._keys, self._lines, self.value = [*lines], [*lines.values()], value
        self._list.clear()
        with self._list:
            for key, text in lines.items():
                option = TextElement(tag="option", text=text)
                option._props["selected"] = key == value

    def _take(self, event: Any) -> None:
        """Keep what the browser says was chosen; a line that is no longer there is not."""
        place = event.args
        if isinstance(place, int) and 0 <= place < len(self._keys):
            self.value = self._keys[place]
            self._on_change()
