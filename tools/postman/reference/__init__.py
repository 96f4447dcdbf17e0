"""Every operation by tag: the tags in an order in which each finds what those before it made."""

from tools.postman.reference import decisions, desk, money, people, records, rulesets, versions
from tools.postman.steps import Folder

REFERENCE: tuple[Folder, ...] = (
    *people.FOLDERS,
    *decisions.FOLDERS,
    *versions.FOLDERS,
    *rulesets.FOLDERS,
    *money.FOLDERS,
    *desk.FOLDERS,
    *records.FOLDERS,
)
