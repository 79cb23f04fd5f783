-- Single reports of 4 values, each from one of 1,000 locations.
local headers = { ["Authorization"] = "Bearer " .. os.getenv("TOKEN"), ["Content-Type"] = "application/json" }
local n = 0
request = function()
    n = (n * 1103515245 + 12345) % 2147483648
    return wrk.format("POST", nil, headers, string.format(
        '{"location":"place%d","temperature":%.1f,"humidity":40.5,"pressure":1013.2,"wetness":1}', math.floor(n / 65536) % 1000, n % 400 / 10))
end
