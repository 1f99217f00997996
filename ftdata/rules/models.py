"""What the rules about models say alike."""

from datetime import timedelta

from ftdata.targets import Destination, Model

_SHOWN = 3
_AHEAD = timedelta(days=90)


def successors(destination: Destination) -> str:
    """Name models to take instead: the same method, not retiring soon; e.g. "; choose another: a, b"."""
    names = [model.name for model in destination.target.models.values() if _lasts(model, destination)]
    return f"; choose another: {', '.join(names[:_SHOWN])}" if names else "; choose another model"


def _lasts(model: Model, destination: Destination) -> bool:
    lasting = model.retires is None or model.retires > destination.today + _AHEAD
    return destination.method in model.methods and lasting and model is not destination.model
