"""The flows of the four kinds of user, in the order of the collection."""

from tools.postman.flows import admin, auditor, developer, support
from tools.postman.steps import Folder

FLOWS: tuple[Folder, ...] = (developer.FOLDER, admin.FOLDER, auditor.FOLDER, support.FOLDER)
