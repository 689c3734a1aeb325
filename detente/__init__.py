"""detente by its own name: ``from detente import run`` works also where a file ``sim.py`` of the user's is nearer."""

import sys
from importlib import import_module
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim import *  # noqa: F403


def _package() -> ModuleType:
    """Package ``sim`` that lies beside this one, whatever else bears its name.

    Raises
    ------
    ImportError
        If something else was imported by that name before.
    """
    folder = Path(__file__).resolve().parents[1] / "sim"
    known = sys.modules.get("sim")
    if known is not None:
        places = [Path(place).resolve() for place in getattr(known, "__path__", ())]
        if places == [folder]:
            return known
        other = getattr(known, "__file__", None) or ", ".join(map(str, places)) or "built in"
        raise ImportError(f"another module named sim is imported already ({other}); import detente before it")
    spec = spec_from_file_location("sim", folder / "__init__.py", submodule_search_locations=[str(folder)])
    if spec is None or spec.loader is None or not (folder / "__init__.py").is_file():
        raise ImportError(f"the package of detente is missing in {folder}; install detente again")
    package = sys.modules["sim"] = module_from_spec(spec)
    spec.loader.exec_module(package)
    return package


_sim = _package()
__version__: str = _sim.__version__
__all__ = [*_sim.__all__]


def found(module: str, name: str) -> Any:
    """Something of a module of this package, by its names: how another process asks for it."""
    return getattr(import_module(module), name)


def __getattr__(name: str) -> Any:
    """Public names, and modules such as ``detente.plots``, as ``sim`` has them."""
    if name.startswith("_") or (name not in __all__ and find_spec(f"sim.{name}") is None):
        raise AttributeError(f"module 'detente' has no attribute {name!r}")
    return getattr(_sim, name) if name in __all__ else import_module(f"sim.{name}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
