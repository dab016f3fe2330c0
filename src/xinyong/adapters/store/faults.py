"""What can go wrong with a store, each with what to do next."""

from __future__ import annotations

from xinyong.kernel.errors import Fault


class StoreBusyFault(Fault):
    """Somebody else has been writing for longer than we wait."""

    code = "STORE-BUSY"


class StoreMissingFault(Fault):
    """There is no store where one was expected."""

    code = "STORE-MISSING"


class StoreExistsFault(Fault):
    """There is a store, or something else, where a new one was to be made."""

    code = "STORE-EXISTS"


class StoreVersionFault(Fault):
    """The store was made by another version of xinyong."""

    code = "STORE-VERSION"


class StoreAlteredFault(Fault):
    """The store's tables, triggers or rows are not as xinyong made them."""

    code = "STORE-ALTERED"


class StoreConflictFault(Fault):
    """What a transaction took for granted was changed by another one."""

    code = "STORE-CONFLICT"


class StoreRefusedFault(Fault):
    """The database refused a row: its guards or checks forbid it."""

    code = "STORE-REFUSED"


class DriverFault(Fault):
    """The database library is missing, or too old to be trusted."""

    code = "STORE-DRIVER"


class BackupFault(Fault):
    """A backup can't be read, is incomplete, or does not prove itself."""

    code = "STORE-BACKUP"
