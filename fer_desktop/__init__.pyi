from fer_desktop.api.analysis import analyze as analyze
from fer_desktop.api.explaining import Explained as Explained
from fer_desktop.api.explaining import explain as explain
from fer_desktop.api.faces import Face as Face
from fer_desktop.api.faces import read_faces as read_faces
from fer_desktop.api.sessions import Session as Session
from fer_desktop.api.sessions import open_session as open_session
from fer_desktop.api.streaming import Moment as Moment
from fer_desktop.api.streaming import Stream as Stream
from fer_desktop.api.streaming import stream as stream
from fer_desktop.api.tables import Columns as Columns
from fer_desktop.errors import FerError as FerError

__all__: list[str]
__version__: str
