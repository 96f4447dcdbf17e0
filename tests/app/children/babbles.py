"""Prints what is no line of ours, then refuses in words."""

import sys

sys.stdout.write("[LightGBM] [Warning] nobody asked\n")
sys.stdout.write('{"ended":true,"failed":"The leakage alarm stopped it."}\n')
