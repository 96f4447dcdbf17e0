"""A child that never answers and ignores its input."""

import time

while True:
    time.sleep(1)
