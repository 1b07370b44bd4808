import Commands

CarbonGrade.start()
