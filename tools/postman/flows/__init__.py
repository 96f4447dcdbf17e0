"""The flows of the four kinds of user, in the order of the collection."""

from tools.postman.flows import developer
from tools.postman.steps import Folder

FLOWS: tuple[Folder, ...] = (developer.FOLDER,)
