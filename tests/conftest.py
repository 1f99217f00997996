"""What holds for the whole test run."""

import signal


def pytest_configure() -> None:
    """Take interrupts, as a run started in the background does not: its processes would not either."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
