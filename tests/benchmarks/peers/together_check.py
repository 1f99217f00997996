"""The check of Together's own client, ``check_file``: every line is a JSON object. It stops at the first fault."""

import sys

from together.lib.utils.files import check_file

report = check_file(sys.argv[1])
sys.stdout.write(f"{report['message']}\n")
sys.exit(not report["is_check_passed"])
