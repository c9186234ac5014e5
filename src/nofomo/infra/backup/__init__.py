"""Backups: one file that holds an installation, whichever database it uses, and becomes one again on either.

The file is a plain tar of regular members: `manifest.json` (what is inside, with checksums), `rows.sqlite` (all rows of
one moment as a SQLite file), `secret.key` (when the home folder keeps one) and `candles/…` (imported candles, which no
exchange could give again). A backup opens every door that its installation had: it is written for its owner alone.
"""

from nofomo.infra.backup.archive import Manifest, read_manifest
from nofomo.infra.backup.layouts import Layouts
from nofomo.infra.backup.making import Stamp, make_backup
from nofomo.infra.backup.place import Place
from nofomo.infra.backup.restoring import Restored, restore_backup
from nofomo.infra.backup.shelf import Reason, Shelf, ShelvedBackup
from nofomo.infra.backup.switch import finish_switch

__all__ = [
    "Layouts",
    "Manifest",
    "Place",
    "Reason",
    "Restored",
    "Shelf",
    "ShelvedBackup",
    "Stamp",
    "finish_switch",
    "make_backup",
    "read_manifest",
    "restore_backup",
]
