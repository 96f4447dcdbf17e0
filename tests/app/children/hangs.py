"""Says that it began, and never ends."""

import os
import sys
import time

sys.stdout.write('{"step":"Hanging","share":0.5}\n')
sys.stdout.write(f'{{"step":"pid {os.getpid()}","share":0.6}}\n')
sys.stdout.flush()
time.sleep(3_600)
