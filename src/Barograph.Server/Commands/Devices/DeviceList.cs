using Barograph.Model;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary><c>barograph device list</c></summary>
public static class DeviceList
{
    public static async Task<int> RunAsync(AdminContext context, CancellationToken cancel)
    {
        IReadOnlyList<DeviceShown> devices = await ReadAsync(context, cancel);
        if (context.Json)
            CommandJson.Write(context.Out, devices, CommandJson.Default.IReadOnlyListDeviceShown);
        else if (devices.Count == 0)
            context.Out.Write("There is no device yet. Add one: barograph device add NAME --location LOCATION\n");
        else
            Print(context, devices);
        return ExitCode.Success;
    }

    private static async Task<IReadOnlyList<DeviceShown>> ReadAsync(AdminContext context, CancellationToken cancel)
    {
        Instant now = Instant.Now(context.Clock);
        IReadOnlyList<Device> devices = await context.Store.Devices.ListAsync(cancel);
        ILookup<int?, Token> tokens = (await context.Store.Tokens.ListAsync(cancel)).ToLookup(token => token.DeviceId);
        Dictionary<int, DeviceActivity> activity = (await context.Store.Activity.SumAsync(cancel)).ToDictionary(sum => sum.DeviceId);
        return [.. devices.Select(device => Shown(device, [.. tokens[device.Id]], activity.GetValueOrDefault(device.Id), now))];
    }

    private static DeviceShown Shown(Device device, IReadOnlyList<Token> tokens, DeviceActivity? activity, Instant now) => new()
    {
        Name = device.Name,
        Username = device.Username,
        Location = device.LastLocation(now),
        Created = TerminalText.Of(device.CreatedAt),
        Revoked = device.RevokedAt is { } at ? TerminalText.Of(at) : null,
        Tokens = [.. tokens.Select(token => Labels.Of(token, now))],
        LastSeen = activity is null ? null : TerminalText.Of(activity.LastSeen),
        Reports = activity?.Reports ?? 0,
        Samples = activity?.Samples ?? 0,
        Rejected = activity?.Rejected ?? 0,
        ClockFaults = activity?.ClockFaults ?? 0,
    };

    private static void Print(AdminContext context, IReadOnlyList<DeviceShown> devices)
    {
        var table = new TextTable("NAME", "LOCATION", "TOKENS", "LAST SEEN", "REPORTS", "REJECTED", "CLOCK FAULTS");
        foreach (DeviceShown device in devices)
        {
            table.Add(
                NameCell(device), TerminalText.Clean(device.Location), TokensCell(device), device.LastSeen ?? "never",
                TerminalText.Of(device.Reports), TerminalText.Of(device.Rejected), TerminalText.Of(device.ClockFaults));
        }
        table.WriteTo(context.Out, context.Width);
    }

    private static string NameCell(DeviceShown device)
    {
        string name = TerminalText.Clean(device.Username is null ? device.Name : $"{device.Name} (as {device.Username})");
        return device.Revoked is null ? name : name + "\nrevoked";
    }

    private static string TokensCell(DeviceShown device)
    {
        int ended = device.Tokens.Count(token => !token.Live);
        IEnumerable<string> lines = device.Tokens.Where(token => token.Live).Select(Line);
        return string.Join('\n', ended == 0 ? lines : lines.Append($"{TerminalText.Of(ended)} ended"));
    }

    private static string Line(TokenShown token)
    {
        string reach = TerminalText.Clean(token.Prefix is null ? token.Reach : $"{token.Reach} {token.Prefix}");
        string end = token.Expires is null ? "live" : $"live until {token.Expires}";
        string readable = token.Dialects is null ? "" : $", readable ({token.Dialects})";
        return $"{TerminalText.Of(token.Id)} {token.Kind}, {reach}{readable}, {end}";
    }
}
