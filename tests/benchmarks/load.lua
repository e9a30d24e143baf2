-- wrk's side of the benchmark: asks for the addresses of a file, one after another, and prints what
-- came of it as one line of JSON. Arguments: the file; "lap" to begin again at its end, "once" to stop.

local asked = {}
local at, answered = 0, 0
local last

function init(args)
   for address in io.lines(args[1]) do
      asked[#asked + 1] = wrk.format("GET", address)
   end
   -- Those under way when the last one is answered are asked for too.
   last = args[2] == "once" and math.max(#asked - 8, 1) or nil
   if last then
      response = function()
         answered = answered + 1
         if answered == last then wrk.thread:stop() end
      end
   end
end

function request()
   at = at + 1
   if at > #asked then at = 1 end
   return asked[at]
end

function done(summary, latency, requests)
   local errors = summary.errors
   io.write(string.format(
      '{"requests": %d, "seconds": %.6f, "bytes": %d, "refused": %d, "broken": %d, "p50": %.3f, "p99": %.3f}\n',
      summary.requests, summary.duration / 1e6, summary.bytes, errors.status,
      errors.connect + errors.read + errors.write + errors.timeout,
      latency:percentile(50) / 1000, latency:percentile(99) / 1000))
end
