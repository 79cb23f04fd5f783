using System.CommandLine;
using Barograph.Server.Changes;

namespace Barograph.Server.Commands;

/// <summary><c>barograph target …</c></summary>
public static class TargetCommands
{
    public static IEnumerable<AdminCommand> Build() => [Add(), List(), Remove(), Test()];

    private static AdminCommand Add()
    {
        var name = new Argument<string>("NAME") { Description = "What the target is called" };
        var kind = new Option<string>("--kind") { Description = $"How it is reached: {string.Join(", ", TargetChanges.KindNames)}", Required = true };
        kind.AcceptOnlyFromAmong([.. TargetChanges.KindNames]);
        var option = new Option<string[]>("--option") { Description = "What the kind needs, as KEY=VALUE; may be repeated: --option url=https://example.org/hook" };
        var secret = new Option<bool>("--secret-stdin") { Description = "Take the secret (a password, a token, a webhook's key) from standard input" };
        var lan = new Option<bool>("--allow-lan") { Description = "It lies in a private network, or on this machine" };
        return new AdminCommand(new Command("add", "Add a target for alerts") { name, kind, option, secret, lan }, async (parse, context, cancel) =>
            await TargetAdd.RunAsync(context, new TargetWish(parse.GetRequiredValue(name), parse.GetRequiredValue(kind), Options(parse.GetValue(option) ?? []))
            {
                Secret = parse.GetValue(secret) ? await context.In.ReadLineAsync(cancel) ?? "" : null,
                AllowsLan = parse.GetValue(lan),
            }, cancel))
        {
            Prompt = parse => parse.GetValue(secret) ? "Secret" : null,
            PasswordOption = secret,
        };
    }

    private static AdminCommand List() =>
        new(new Command("list", "Show all targets, and whether notices arrive there"), (_, context, cancel) => TargetList.RunAsync(context, cancel));

    private static AdminCommand Remove()
    {
        var name = new Argument<string>("NAME") { Description = "The target" };
        return new AdminCommand(new Command("remove", "Remove a target, with what was still to be sent to it") { name }, (parse, context, cancel) =>
            TargetRemove.RunAsync(context, parse.GetRequiredValue(name), cancel));
    }

    private static AdminCommand Test()
    {
        var name = new Argument<string>("NAME") { Description = "The target" };
        return new AdminCommand(new Command("test", "Send a drill to one target and wait for what becomes of it") { name }, (parse, context, cancel) =>
            AlertDrill.RunAsync(context, parse.GetRequiredValue(name), cancel));
    }

    private static Dictionary<string, string> Options(string[] sent)
    {
        Dictionary<string, string> options = new(StringComparer.Ordinal);
        foreach (string option in sent)
        {
            string[] halves = option.Split('=', 2);
            if (halves.Length != 2 || !options.TryAdd(halves[0], halves[1]))
                throw new CommandFailedException($"--option {option} is not KEY=VALUE, or is there twice.", ExitCode.Usage);
        }
        return options;
    }
}
