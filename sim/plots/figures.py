"""Figures by name, which a notebook shows as pictures."""

import base64
import html
import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DOTS_PER_INCH = 110  # of a picture in a notebook


class Figures(dict[str, "Figure"]):
    """A dictionary of figures; as the last line of a cell of a notebook it shows them, one below the other."""

    def __repr__(self) -> str:
        return f"Figures: {', '.join(self) or 'none'}"

    def _repr_html_(self) -> str:
        return "".join(map(_picture, self, self.values()))


def _picture(name: str, figure: "Figure") -> str:
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=DOTS_PER_INCH)
    data, said = base64.b64encode(stream.getvalue()).decode(), html.escape(name)
    return f'<div><img alt="{said}" src="data:image/png;base64,{data}" style="max-width:100%"></div>'
