"""Which processes of this house are alive: a row each, renewed while it lives and swept away when it falls silent."""

from nofomo.infra.processes.register import LivingProcess, ProcessRegister, Role, living
from nofomo.infra.processes.tables import processes

__all__ = ["LivingProcess", "ProcessRegister", "Role", "living", "processes"]
