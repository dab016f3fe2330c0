import datetime as dt

holidays: dict[dt.date, str]
workdays: dict[dt.date, str]
