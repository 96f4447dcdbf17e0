"""A whole tree in memory at once: its root and the path of every leaf, for batches of receipts and for epochs."""

from hashlib import sha256


def root_and_paths(leaves: list[bytes]) -> tuple[bytes, list[list[bytes]]]:
    """Hash leaves level by level. Returns: the root, and the path of every leaf, leaf side first.

    leaves: leaf hashes, at least one.
    A last node without a sibling moves up unchanged, which makes the tree of RFC 6962.
    """
    paths: list[list[bytes]] = [[] for _ in leaves]
    level, row = 0, leaves
    while len(row) > 1:
        last = len(row) - 1
        for index, path in enumerate(paths):
            sibling = (index >> level) ^ 1
            if sibling <= last:
                path.append(row[sibling])
        folded = [sha256(b"\x01" + row[at] + row[at + 1]).digest() for at in range(0, last, 2)]
        if not last & 1:
            folded.append(row[last])
        row = folded
        level += 1
    return row[0], paths
