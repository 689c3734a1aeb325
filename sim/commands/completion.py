"""detente --install-completion: commands and options completed by the shell."""

from typing import Literal

from cyclopts import App

from .console import UsageError, say

SHELLS = ("bash", "zsh", "fish", "powershell")


def register(app: App) -> None:
    """Give an app the command that installs its completion, as cyclopts offers it."""

    def install(*, shell: Literal["bash", "zsh", "fish", "powershell"] | None = None) -> int:
        """Let your shell complete commands and options; writes to your home folder and to the shell's startup file.

        Parameters
        ----------
        shell
            The shell; the one that you use now if absent.
        """
        from cyclopts.completion.detect import ShellDetectionError

        try:
            path = app.install_completion(shell=shell)
        except ShellDetectionError:
            raise UsageError(f"--shell: no known shell found; expected one of {', '.join(SHELLS)}") from None
        say(f"completion installed in {path}; open a new shell to use it")
        return 0

    app.command(install, name="--install-completion")
