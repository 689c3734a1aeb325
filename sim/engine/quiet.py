"""Mesa, imported without a warning that is none of its users' business here.

Mesa shows progress by tqdm, which warns in notebooks that have no widgets for it; detente shows none by it.
"""

import warnings

with warnings.catch_warnings():
    warnings.filterwarnings("ignore", message="IProgress not found")
    import mesa as mesa
