"""Two folders change places in one step, where the operating system can do that."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2  # renameat2(2), Linux
_RENAME_SWAP = 2  # renamex_np(2), macOS

# what a file system or kernel answers that cannot do it, or a folder that something else is mounted on
_CANNOT = frozenset({errno.EINVAL, errno.ENOSYS, errno.EXDEV, errno.EBUSY, errno.ENOTSUP, errno.EOPNOTSUPP})


def exchange(one: Path, other: Path) -> bool:
    """Let two folders change places, so that nobody ever sees neither or half of them.

    Returns:
        False where this system cannot do it; nothing is changed then.

    Raises:
        OSError: if it could and may not, or a folder is missing.
    """
    call = _call(os.fsencode(one), os.fsencode(other))
    if call is None:
        return False
    if call == 0:
        return True
    if call in _CANNOT:
        return False
    raise OSError(call, os.strerror(call), str(other))


def _call(one: bytes, other: bytes) -> int | None:
    """Return 0, or what went wrong as an `errno`; None where there is no such call."""
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            failed = library.renamex_np(one, other, _RENAME_SWAP)
        else:
            failed = library.renameat2(_AT_FDCWD, one, _AT_FDCWD, other, _RENAME_EXCHANGE)
    except (AttributeError, OSError, TypeError):  # no such function, or no C library to ask
        return None
    return ctypes.get_errno() if failed else 0
