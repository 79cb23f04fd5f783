-- Sends the requests of the file in REQUESTS in turn for SECONDS, then nothing more. A connection asks for its next request when it has its answer: when
-- all of them (CONNECTIONS) have been told that there is none, every answer is counted, and wrk is told to end.
-- A \1 in a request becomes a time: tenths of a second from FROM on, one more in each request; with a point before the tenth if POINT is 1.
local ffi = require("ffi")
ffi.cdef [[ typedef struct { long seconds; long nanoseconds; } moment; int clock_gettime(int, moment *);
    int getpid(void); int kill(int, int); ]]
local buffer = ffi.new("moment")
local interrupt = 2
local seconds, from, point = tonumber(os.getenv("SECONDS")), tonumber(os.getenv("FROM")), os.getenv("POINT") == "1"
local connections = tonumber(os.getenv("CONNECTIONS"))
local requests, threads, resting = {}, {}, 0
sent, began, ended = 0, 0, 0

local function now()
    ffi.C.clock_gettime(1, buffer)
    return tonumber(buffer.seconds) + tonumber(buffer.nanoseconds) / 1e9
end

local function pieces(text)
    local made, start = {}, 1
    while true do
        local at = text:find("\1", start, true)
        if not at then break end
        made[#made + 1] = text:sub(start, at - 1)
        made[#made + 1] = ""
        start = at + 1
    end
    made[#made + 1] = text:sub(start)
    return made
end

function setup(thread) threads[#threads + 1] = thread end

function init()
    local file = assert(io.open(os.getenv("REQUESTS"), "rb"))
    local all, start = file:read("*a"), 1
    file:close()
    while start do
        local at = all:find("\0", start, true)
        local text = all:sub(start, at and at - 1 or -1)
        requests[#requests + 1] = text:find("\1", 1, true) and pieces(text) or text
        start = at and at + 1
    end
end

function request()
    local moment = now()
    if began == 0 then began = moment end
    if moment - began >= seconds then
        if ended == 0 then ended = moment end
        resting = resting + 1
        if resting == connections then ffi.C.kill(ffi.C.getpid(), interrupt) end
        return ""
    end
    local next = requests[sent % #requests + 1]
    sent = sent + 1
    if type(next) == "string" then return next end
    local tenths = from + sent
    local time = point and string.format("%d.%d", math.floor(tenths / 10), tenths % 10) or string.format("%d", tenths)
    for i = 2, #next, 2 do next[i] = time end
    return table.concat(next)
end

function done(summary, latency)
    local thread, errors = threads[1], summary.errors
    print(string.format('FIGURES {"ok":%d,"sent":%d,"seconds":%.6f,"errors":%d,"broken":%d,"p50":%.3f,"p99":%.3f,"max":%.3f}',
        summary.requests - errors.status,
        -- wrk asks for one request more, to see what it looks like.
        thread:get("sent") - 1,
        (thread:get("ended") > 0 and thread:get("ended") or now()) - thread:get("began"),
        errors.status, errors.connect + errors.read + errors.write,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000))
end
