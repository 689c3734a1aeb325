"""In a notebook without widgets nothing is said of Mesa's progress bars, which nobody has asked for."""

import subprocess
import sys

NOTEBOOK = """
import sys, types
sys.modules["ipykernel.zmqshell"] = types.ModuleType("ipykernel.zmqshell")
shell = types.ModuleType("IPython")
shell.get_ipython = lambda: None
sys.modules |= {"IPython": shell, "ipywidgets": None}
from sim import EscalationModel
print("tqdm.auto" in sys.modules)
"""


def test_importing_the_model_in_a_notebook_warns_of_nothing():
    done = subprocess.run([sys.executable, "-c", NOTEBOOK], capture_output=True, text=True, check=True)
    assert (done.stdout, done.stderr) == ("True\n", "")
