class DateUnit:
    ETERNITY: DateUnit
