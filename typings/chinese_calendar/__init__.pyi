import datetime as dt

from chinese_calendar import constants as constants

def is_workday(date: dt.date) -> bool: ...
