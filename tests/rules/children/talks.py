"""A child that answers with something else."""

import sys

sys.stdout.write("not a report")
