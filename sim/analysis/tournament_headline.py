"""How often policies end in rupture against each other, in one sentence."""

from typing import TYPE_CHECKING

from .labels import Labels, percent, spaced

if TYPE_CHECKING:
    from sim.results.tournament import Tournament


def headline(tournament: "Tournament") -> str:
    """Say how often histories end in rupture, and with which policy most do."""
    manifest, rupture = tournament.manifest, tournament.table["rupture"]
    least, most = percent(float(rupture.min())), percent(float(rupture.max()))
    pairs, asked = int(manifest["pairs"]), int(manifest["pairs_asked"])
    if pairs < asked:  # no word of what most ruptures come with: the rest may say otherwise
        shares = most if least == most else f"from {least} to {most}"
        return f"In the {pairs} of {asked} pairs of policies played, {shares} of histories end in rupture"
    if least == most:
        return f"Whatever the policies, {most} of histories end in rupture"
    return f"From {least} to {most} of histories end in rupture{_most_ruptures(tournament)}"


def _most_ruptures(tournament: "Tournament") -> str:
    """Say with which policy of which party most ruptures come; nothing where several parties or policies do alike."""
    means = {side: tournament.table.groupby(f"{side}_policy")["rupture"].mean().round(9) for side in "ab"}
    most = max(mean.max() for mean in means.values())
    found = [(side, str(policy)) for side, mean in means.items() for policy in mean.index[mean == most]]
    if len({side for side, _ in found}) > 1 or len(found) > 2:
        return ""
    policies = " or ".join(spaced(policy) for _, policy in found)
    party = Labels(tournament.manifest["scenario"]).party(tournament.manifest[found[0][0]])
    return f", most where {party} follows {policies}"
