"""Keys in the system's keyring, by the package `keyring`, which is an extra: it is imported where a setting names it.

A setting says "keyring:SERVICE" or "keyring:SERVICE/USER", by the names that `keyring set SERVICE USER` takes.
"""

from __future__ import annotations

import getpass
from typing import Final

from studio.plain_text import plain
from studio.settings.checking import SettingsWrong

NAMED: Final = "keyring:"
ELSE: Final = 'Name a variable, "${NAME}", or a file that only you can read, "file:PATH"'


def names_keyring(named: str) -> bool:
    """Whether a key is one of the keyring's."""
    return named.startswith(NAMED)


def source_of(named: str) -> str:
    """Where it comes from, in words: "the keyring (openai/me)"."""
    return f"the keyring ({named.removeprefix(NAMED).strip()})"


def keyring_key(named: str) -> str:
    """The key that the keyring has for a service, of the user if one is named. Blocks, and may wait for a person.

    Raises SettingsWrong where there is no keyring, it stays locked, or it has no such key.
    """
    try:
        import keyring
        from keyring import errors
    except ImportError:
        remedy = f"Install it: pip install 'milo-studio[keyring]'. {ELSE}"
        raise SettingsWrong("The keyring cannot be asked", "the package keyring is not installed", remedy) from None
    service, slash, user = named.removeprefix(NAMED).strip().rpartition("/")
    if not slash:
        service, user = user, ""
    try:
        found = keyring.get_credential(service, user or None)
        # Some keyrings find nothing without a user; most people keep it under their own name.
        key = found.password if found is not None else keyring.get_password(service, user or getpass.getuser())
    except errors.NoKeyringError:
        raise SettingsWrong("There is no keyring here", "as on servers without a desktop", ELSE) from None
    except errors.KeyringLocked:
        raise SettingsWrong("The keyring is locked", "", f"Unlock it, and try again. {ELSE}") from None
    except (errors.KeyringError, OSError) as error:
        # Its words are the keyring's own, and no key stands in them.
        raise SettingsWrong("The keyring cannot be asked", plain(str(error))[:200], ELSE) from None
    if not key:
        who = f"{service} {user or 'USER'}"
        raise SettingsWrong(f"The keyring has no key of {service}", "", f"Put it there: keyring set {who}")
    return str(key).strip()
