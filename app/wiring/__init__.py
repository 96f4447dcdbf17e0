"""The composition root: settings in, services out. The only place that knows which adapter stands behind a port.

One module a process, so that each imports no more than it runs.
"""
