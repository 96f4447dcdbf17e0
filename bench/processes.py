"""Which processes a running service consists of."""

import subprocess


def processes(supervisor: int) -> dict[str, list[int]]:
    """The process ids of a running service, by what they are: supervisor, server, worker, postgres."""
    listing = subprocess.run(
        ["ps", "-eo", "pid,ppid,args"], capture_output=True, text=True, check=True
    ).stdout
    rows = [line.split(None, 2) for line in listing.splitlines()[1:]]
    found: dict[str, list[int]] = {"supervisor": [supervisor], "server": [], "worker": [], "postgres": []}
    for pid, parent, args in rows:
        if int(parent) != supervisor:
            continue
        if "app.server" in args or "app.worker" in args:
            found[args.rsplit(".", 1)[1]].append(int(pid))
        elif "postgres" in args:
            found["postgres"] += [int(pid), *(int(row[0]) for row in rows if row[1] == pid)]
    return found
