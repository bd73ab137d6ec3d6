"""Are there known holes in what is installed? Asks the open database of them, once, about the whole lock file."""

import json
import re
import urllib.request

from common import ROOT, say

DATABASE = "https://api.osv.dev/v1/querybatch"
SECONDS = 20


def audit(database: str = DATABASE) -> int:
    """Name every package with a known hole; returns 1 if there is one. Says so when nobody could be asked."""
    packages = re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    queries = [{"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in packages]
    asked = urllib.request.Request(
        database, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"}
    )
    try:
        with urllib.request.urlopen(asked, timeout=SECONDS) as answer:
            results = json.load(answer)["results"]
    except (OSError, ValueError, KeyError) as error:
        say(f"DEPENDENCIES NOT AUDITED: {database} cannot be asked ({type(error).__name__})")
        return 0
    holes = [
        f"{name} {version}: {', '.join(hole['id'] for hole in result['vulns'])}"
        for (name, version), result in zip(packages, results, strict=True)
        if result.get("vulns")
    ]
    say("\n".join(["known holes:", *holes]) if holes else f"no known holes in {len(packages)} packages")
    return 1 if holes else 0
