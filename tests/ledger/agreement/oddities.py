"""Values that a reader must judge: CBOR in every form, and pins as an auditor might mistype them."""

ODD_CBOR: tuple[bytes, ...] = tuple(
    bytes.fromhex(text)
    for text in (
        "", "00", "01", "17", "1801", "1817", "1818", "18ff", "1900ff", "190100", "1a0000ffff", "1a00010000", "1b00000000ffffffff", "1b0000000100000000",
        "1bffffffffffffffff", "1b001fffffffffffff", "1b0020000000000000", "1b0020000000000001", "1c", "1d", "1e", "1f", "20", "37", "3800", "3818", "3bffffffffffffffff", "3b001ffffffffffffe",
        "3b001fffffffffffff", "40", "4100", "50" + "00" * 16, "4f" + "00" * 15, "5100" + "00" * 16, "5810" + "00" * 16, "5820" + "00" * 32, "581f" + "00" * 31, "590020" + "00" * 32,
        "5f4100ff", "60", "6161", "7801" + "61", "62c3a9", "61ff", "62c328", "63eda080", "64f0908080", "7f6161ff", "80", "8100", "8140", "815820" + "00" * 32, "825820" + "00" * 32 + "5820" + "01" * 32,
        "815821" + "00" * 33, "9f00ff", "98015820" + "00" * 32, "8150" + "00" * 16, "8250" + "00" * 16 + "50" + "00" * 16, "a0", "a1616100", "a2616100616100", "a2616200616100", "a10000", "bf616100ff", "c000", "c24101",
        "c249010000000000000000", "d9d9f700", "d82a4100", "e0", "f3", "f4", "f5", "f6", "f7", "f818", "f820", "f8ff", "f90000", "f93c00", "f97e00", "fa00000000", "fb0000000000000000", "fb3ff0000000000000", "ff",
        "80" * 1 + "00", "81" * 31 + "00", "81" * 32 + "00", "81" * 40 + "00", "9a00000001" + "00", "9bffffffffffffffff", "5bffffffffffffffff", "7bffffffffffffffff", "bbffffffffffffffff", "5affffffff",
    )
)  # fmt: skip

_CONTRACT, _BLOCK = "0x" + "ab" * 20, "0x" + "cd" * 32

ODD_PINS: tuple[str, ...] = (
    "quorum 1", "quorum 0", "quorum", "witness KEY\nquorum 1", "witness KEY\nquorum 2", "witness KEY\nwitness KEY\nquorum 2", "witness KEY",
    "witness KEY\nquorum 01", "witness KEY\nquorum 1\nquorum 1", f"chain 1 {_CONTRACT}", f"chain 1 {_CONTRACT[2:]}", f"chain 01 {_CONTRACT}",
    f"chain 1 {_CONTRACT.upper()}", f"chain 1 0x{_CONTRACT[2:].upper()}", f"chain 1 {_CONTRACT[:-2]}", f"chain 1  {_CONTRACT}", f"chain 1 {_CONTRACT} x",
    f"block 1 {_BLOCK}", f"chain 1 {_CONTRACT}\nblock 1 {_BLOCK}", f"chain 1 {_CONTRACT}\nblock 2 {_BLOCK}", f"block 1 {_BLOCK}\nchain 1 {_CONTRACT}",
    f"chain 1 {_CONTRACT}\nblock 1 {_CONTRACT}", "super KEY", "super", "other x", "log", "# log", " # log", "\r", "LOG KEY", "log KEY\nlog KEY",
    f"chain 12345678901234567890 {_CONTRACT}", f"chain 9223372036854775808 {_CONTRACT}",
)  # fmt: skip
"""Lines of a trust file; KEY stands for a key that is one."""

ODD_LISTS: tuple[str, ...] = (
    "", "\n", "LINE", "LINE\r\n", "LINE\n\n", "\nLINE", " LINE", "LINE ", "LINE\nLINE\n", "OLDER\nLINE\n", "LINE\nOLDER\n", "[LINE]", "null", "OLDER\rLINE",
    "OLDER\x0bLINE", "OLDER\u2028LINE", "LINE\n{", "\ufeffLINE", "LINE\n\t", "OLDER\n\nLINE",
)  # fmt: skip
"""Files of checkpoints; LINE stands for the newest one, OLDER for one of another root."""


def odd_texts(text: str) -> list[str]:
    """Texts beside a checkpoint's, of which some are checkpoints too: of another size, root or origin."""
    origin, _, root, _ = text.split("\n")
    sizes = (
        "05",
        "+5",
        "-5",
        "5 ",
        "\u0665",
        "4",
        "6",
        "0",
        str(2**53),
        str(2**62),
        str(2**63 - 1),
        str(2**63),
        str(10**19),
    )
    return [
        text, text + "extension\n", text + "\n", "\n" + text, *(f"{origin}\n{size}\n{root}\n" for size in sizes),
        f"{origin}x\n5\n{root}\n", f"{origin}\n5\n{root[:-1]}\n", f"{origin}\n5\n{root} \n", f"{origin}\n5\nAAAA\n", f"{origin}\n5\n\n", f"{origin}\n5\n{root}",
        f"{origin}\n5\n", f"{origin}\n", "\n", f"/ledger/{origin.rpartition('/')[2]}\n5\n{root}\n", f"{origin}\r\n5\n{root}\n", f"{origin}\n5\n{'A' * 43}=\n",
        f"{origin}\n5\n{'A' * 42}B=\n",
    ]  # fmt: skip


ODD_RLP: tuple[bytes, ...] = tuple(
    bytes.fromhex(text)
    for text in (
        "", "00", "7f", "80", "8100", "817f", "8180", "8200", "b7", "b800", "b80100", "b837" + "00" * 55, "b838" + "00" * 56, "b90038" + "00" * 56, "b90100",
        "bf" + "ff" * 8, "c0", "c100", "c180", "c2", "c0c0", "c1c0", "c20000", "c7c6c5c4c3c2c1c0", "c8c7c6c5c4c3c2c1c0", "c9c8c7c6c5c4c3c2c1c0", "f800", "f80100",
        "f838" + "80" * 56, "f837" + "80" * 55, "ff" + "ff" * 8, "d1" + "80" * 17, "d0" + "80" * 16, "c28080", "c22080", "c3200080", "c3820000",
    )
)  # fmt: skip
"""RLP in every form, and in forms that it does not have."""
