"""Keeping the house running: health, logs, jobs, backups, clean-up. It looks over all other features."""

from nofomo.features.operations.model import Keep, Part, Probe, Seen
from nofomo.features.operations.parts import OperationsParts
from nofomo.features.operations.routes import build_router
from nofomo.features.operations.service import OperationsService
from nofomo.features.operations.services.health import HealthBoard

__all__ = [
    "HealthBoard",
    "Keep",
    "OperationsParts",
    "OperationsService",
    "Part",
    "Probe",
    "Seen",
    "build_router",
]
