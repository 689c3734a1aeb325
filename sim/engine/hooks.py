"""What a user's class may override: the phases of the day; a name close to one of them is a typing mistake."""

import difflib
import inspect
from collections.abc import Mapping, Sequence
from types import FunctionType
from typing import Any

from sim.scenario.arguments import shown

OF_PARTIES = ("perceive", "decide", "consult", "realise", "initiate", "publish", "reconcile")
OF_MINISTRIES = ("propose",)
OF_MODELS = ("settle", "shock", "heard", "join", "answer_offers", "recover", "arm", "keep_reference", "record", "step")
OF_AGENTS = (*OF_PARTIES, *OF_MINISTRIES)
NEVER_CALLED = ("step", "advance")  # of an agent: Mesa has them, the model does not use them
OWN_NAME = "(begin the name with _ if it is your own)"
ALIKE = 0.82  # of names; that of a slip is a letter or two away
SHORTEST = 4  # letters of a phase that a name is compared with


def check_class(name: str, given: Any, base: type, hooks: Sequence[str]) -> None:
    """Raise ValueError where what is given for an agent is no class that can play it.

    Parameters
    ----------
    name : id of the agent
    base : the shipped class
    hooks : phases that it may override
    """
    if not (isinstance(given, type) and issubclass(given, base)):
        raise ValueError(f"agents: {name} is given {shown(given)}; expected a subclass of {base.__name__}")
    if not _can_be_called(given, None, None):
        raise ValueError(f"agents: {given.__name__}: expected a class made from a model and an index")
    others = [phase for phase in (*OF_AGENTS, *OF_MODELS) if phase not in hooks]
    check_hooks(given, base, hooks, (*NEVER_CALLED, *others))


def check_made(name: str, agent: Any, model: Any) -> None:
    """Raise ValueError where an agent was made without what the shipped class does when it is made."""
    if (
        not hasattr(agent, "model")
        or agent.model is not model
        or not hasattr(agent, "_index")
        or agent not in model.agents
    ):
        own = type(agent).__name__
        raise ValueError(f"agents: {own}.__init__ of {name} has to call super().__init__(model, index)")


def check_hooks(own: type, base: type, hooks: Sequence[str], uncalled: Sequence[str] = ()) -> None:
    """Raise ValueError where a class overrides a phase by what cannot be called, or has a method that is nearly one.

    Parameters
    ----------
    own, base : a user's class, and the shipped one
    uncalled : methods that the model never calls of it, though it may have them, or calls of others
    """
    if own is base:
        return
    known = set(dir(base))
    for hook in hooks:
        _check_signature(own, base, hook)
    for method in _methods(own):
        if method in uncalled and inspect.getattr_static(own, method) is not inspect.getattr_static(base, method, None):
            raise ValueError(f"{own.__name__}.{method} is never called; expected one of {', '.join(hooks)} {OWN_NAME}")
        near = "" if method in known else _nearest(method, hooks)
        if near:
            raise ValueError(f"{own.__name__}.{method} is never called; did you mean '{near}'? {OWN_NAME}")


def _methods(own: type) -> list[str]:
    """Names of the methods that a class shows."""
    kinds = (FunctionType, staticmethod, classmethod)
    return [name for name in dir(own) if name[0] != "_" and isinstance(inspect.getattr_static(own, name), kinds)]


def _nearest(method: str, hooks: Sequence[str]) -> str:
    long_enough = [hook for hook in hooks if len(hook) >= SHORTEST]
    return next(iter(difflib.get_close_matches(method.lower(), long_enough, 1, ALIKE)), "")


def _check_signature(own: type, base: type, hook: str) -> None:
    """Raise ValueError where a phase is no method that is called with nothing but its agent."""
    given = getattr(own, hook)
    if given is getattr(base, hook):
        return
    runs = callable(given) and not (inspect.iscoroutinefunction(given) or inspect.isgeneratorfunction(given))
    is_bound = isinstance(inspect.getattr_static(own, hook), staticmethod | classmethod)
    if not (runs and _can_be_called(given, *(() if is_bound else (None,)))):
        raise ValueError(f"{own.__name__}.{hook}: expected a method that takes nothing but self, def {hook}(self)")


def _can_be_called(function: Any, *given: Any) -> bool:
    """Whether a function can be called with so much and no more."""
    try:
        inspect.signature(function).bind(*given)
    except TypeError:
        return False
    except ValueError:  # what a built-in one takes is not always known
        pass
    return True


def check_mapping(agents: Any, known: Mapping[str, Any]) -> None:
    """Raise ValueError where classes are not given by the ids of agents that there are."""
    if not isinstance(agents, Mapping):
        raise ValueError(f"agents {shown(agents)}: expected a mapping from the id of a party to a class")
    for name in agents:
        if name not in known:
            parties = [party for party in known if "." not in party]
            raise ValueError(f"no party {shown(name)}; known are {', '.join(parties)}")
