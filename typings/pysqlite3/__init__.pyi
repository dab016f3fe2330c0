"""pysqlite3 is the standard library's sqlite3, built against a newer SQLite; its interface is the same."""

from sqlite3 import *
from sqlite3 import dbapi2 as dbapi2
