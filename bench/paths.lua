-- Asks for the paths of a file in turn, one on each line: wrk -s paths.lua URL -- FILE [HEADER VALUE]
local paths, headers, at = {}, {}, 0

function init(arguments)
  for path in io.lines(arguments[1]) do paths[#paths + 1] = path end
  if arguments[3] then headers[arguments[2]] = arguments[3] end
end

function request()
  at = at % #paths + 1
  return wrk.format('GET', paths[at], headers)
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format('RESULT %d %d %d %d %d %d\n', summary.requests, summary.duration, summary.bytes,
    errors.connect + errors.read + errors.write + errors.timeout + errors.status, latency:percentile(50), latency:percentile(99)))
end
