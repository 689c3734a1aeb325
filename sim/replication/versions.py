"""What a result was made with, held against what is here: before anything is played, it is said what may differ."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from sim.results.provenance import surroundings

OF_SURROUNDINGS = ("version", "code", "python", "platform", "libraries")  # entries of a manifest
OF_SWEEPS = ("fingerprint", "rules of detente", "numba", "numpy", "pyarrow")  # the same, of the manifest of a sweep
_CALLED = {"version": "detente", "code": "code of detente", "python": "Python", "platform": "machine"}


class Version(NamedTuple):
    """Something that a result depends on: what it was when the result was made, and what it is here."""

    name: str
    then: str
    here: str

    @property
    def is_same(self) -> bool:
        """Whether nothing has changed."""
        return self.then == self.here


def versions(manifest: Mapping[str, Any]) -> list[Version]:
    """Versions that a manifest names, and those here; what an older manifest does not name is left out."""
    then, here = _flat(manifest), _flat(surroundings())
    return [Version(name, then[name], here.get(name, "not here")) for name in then]


def _flat(about: Mapping[str, Any]) -> dict[str, str]:
    libraries = about.get("libraries", {})
    found = {name: about[key] for key, name in _CALLED.items() if key in about}
    found |= libraries if isinstance(libraries, dict) else {}
    return {str(name): str(value) for name, value in found.items()}


def constraints(manifest: Mapping[str, Any]) -> str:
    """Versions as pip reads them: ``pip install -c constraints.txt``."""
    libraries = manifest.get("libraries", {})
    pins = [f"{name.lower()}=={version}" for name, version in libraries.items()]
    return "".join(f"{line}\n" for line in (f"# Python {manifest.get('python', 'unknown')}", *pins))
