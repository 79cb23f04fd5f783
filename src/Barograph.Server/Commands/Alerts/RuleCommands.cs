using System.CommandLine;

namespace Barograph.Server.Commands;

/// <summary><c>barograph rule …</c></summary>
public static class RuleCommands
{
    private const string Words = "The rule, such as: cellar/wetness above 0.5 for 10s repeat 15m urgent";

    public static IEnumerable<AdminCommand> Build() => [Add(), List(), Test(), Remove()];

    private static AdminCommand Add()
    {
        // Several words, so that nobody has to quote; * has to be all the same.
        var words = new Argument<string[]>("RULE") { Description = Words, Arity = ArgumentArity.OneOrMore };
        return new AdminCommand(new Command("add", "Add a rule; it is judged from the next reading on") { words }, (parse, context, cancel) =>
            RuleAdd.RunAsync(context, string.Join(' ', parse.GetRequiredValue(words)), cancel));
    }

    private static AdminCommand List() => new(new Command("list", "Show all rules"), (_, context, cancel) => RuleList.RunAsync(context, cancel));

    private static AdminCommand Test()
    {
        var words = new Argument<string[]>("RULE") { Description = Words, Arity = ArgumentArity.OneOrMore };
        var days = new Option<int>("--days") { Description = "How many days to look back (default 7)", DefaultValueFactory = _ => 7 };
        return new AdminCommand(new Command("test", "Show when a rule would have fired, by the readings that are there; nothing is kept or told") { words, days }, (parse, context, cancel) =>
            RuleTest.RunAsync(context, string.Join(' ', parse.GetRequiredValue(words)), parse.GetValue(days), cancel));
    }

    private static AdminCommand Remove()
    {
        var number = new Argument<int>("NUMBER") { Description = "The rule's number, as rule list shows it" };
        return new AdminCommand(new Command("remove", "Remove a rule; what it has told stays in the history") { number }, (parse, context, cancel) =>
            RuleRemove.RunAsync(context, parse.GetRequiredValue(number), cancel));
    }
}
