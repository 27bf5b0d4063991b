import RegnData

/// The date and time functions, in order of name.
let dateTimeFunctions: [FunctionDefinition] = [
  agoFunction, aroundFunction, dateTimeAddFunction, dateTimeDiffFunction, listTimeZonesFunction,
  localToUTCFunction, dateTimePartFunction, utcToLocalFunction, dayOfMonthFunction,
  dayOfWeekFunction, dayOfYearFunction, endOfDayFunction, endOfMonthFunction, endOfWeekFunction,
  endOfYearFunction, formatDateTimeFunction, formatTimespanFunction, getMonthFunction, getYearFunction,
  hourOfDayFunction, makeDateTimeFunction, makeTimespanFunction, monthOfYearFunction, nowFunction,
  startOfDayFunction, startOfMonthFunction, startOfWeekFunction, startOfYearFunction,
  unixMicrosecondsFunction, unixMillisecondsFunction, unixNanosecondsFunction, unixSecondsFunction,
  weekOfYearFunction, sundayWeekOfYearFunction,
]
