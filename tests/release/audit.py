"""``python -m tests.release.audit``: ask whether a weakness is known in any package that is installed beside this one.

pip-audit counts a package that the advisory service does not know as none with a weakness; here it counts as not asked.
"""

import json
import subprocess
import sys

SERVICES = ("pypi", "osv")


def main() -> int:
    """Print what was found: exit code 0 for no known weakness, 1 for some, 2 if the service could not be asked."""
    said = "no service answered"
    for service in SERVICES:
        words = [
            "-m",
            "pip_audit",
            "--service",
            service,
            "--format",
            "json",
            "--progress-spinner",
            "off",
            "--skip-editable",
        ]
        done = subprocess.run([sys.executable, *words], capture_output=True, text=True, check=False)
        code, said = verdict(done.stdout)
        if code < 2:
            break
    sys.stdout.write(said + "\n")
    return code


def verdict(output: str) -> tuple[int, str]:
    """The exit code, and a line for each weakness, of what pip-audit printed."""
    try:
        packages = json.loads(output)["dependencies"]
    except ValueError:
        return 2, "not audited: the advisory service cannot be reached"
    asked = [package for package in packages if "skip_reason" not in package]
    weak = [f"{each['name']} {each['version']}: {flaw['id']}" for each in asked for flaw in each["vulns"]]
    left = len(packages) - len(asked)
    counted = f"{len(asked)} of {len(packages)} packages audited, {len(weak)} known weaknesses"
    if weak:
        return 1, "\n".join([*weak, counted])
    return (2 if left > len(packages) // 10 else 0), counted


if __name__ == "__main__":
    sys.exit(main())
