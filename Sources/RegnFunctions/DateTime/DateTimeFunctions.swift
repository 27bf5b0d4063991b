import RegnData

/// The date and time functions, in order of name.
let dateTimeFunctions: [FunctionDefinition] = [
  agoFunction, dateTimeAddFunction, dateTimeDiffFunction, dateTimePartFunction, dayOfMonthFunction,
  dayOfWeekFunction, dayOfYearFunction, endOfDayFunction, endOfMonthFunction, endOfWeekFunction,
  endOfYearFunction, formatDateTimeFunction, formatTimespanFunction, getMonthFunction, getYearFunction,
  hourOfDayFunction, makeDateTimeFunction, makeTimespanFunction, monthOfYearFunction, nowFunction,
  startOfDayFunction, startOfMonthFunction, startOfWeekFunction, startOfYearFunction,
  unixMicrosecondsFunction, unixMillisecondsFunction, unixNanosecondsFunction, unixSecondsFunction,
  weekOfYearFunction,
]
