"""pysqlite3's DB-API module: that of the standard library."""

from sqlite3.dbapi2 import *
