using System.CommandLine;
using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Server.Commands.Control;

/// <summary>Does in the server what came over the control socket, with the same code as a command without a server.</summary>
public sealed class AdminCommandHandler(IStore store, Settings settings, TimeProvider clock, ILogger logger)
{
    public async Task<ControlReply> HandleAsync(ControlRequest request, CancellationToken cancel)
    {
        var tree = new AdminCommandTree();
        ParseResult parse = tree.Parse(request.Args);
        // An action here is one of the parser's own, such as --help, which a client does itself.
        if (parse.Errors.Count > 0 || parse.Action is not null || tree.Find(parse) is not { } command)
            return new ControlReply(ExitCode.Usage, "", "The running server does not know this command; use the same version for both.\n");
        var output = new StringWriter { NewLine = "\n" };
        var error = new StringWriter { NewLine = "\n" };
        int exit = await CommandErrors.RunAsync(
            () => command.RunAsync(parse, Context(parse, tree, request, output, error), cancel), error, Unexpected);
        return new ControlReply(exit, output.ToString(), error.ToString());
    }

    private AdminContext Context(ParseResult parse, AdminCommandTree tree, ControlRequest request, TextWriter output, TextWriter error) => new()
    {
        Store = store,
        Clock = clock,
        Out = output,
        Error = error,
        In = new StringReader(request.Input),
        Settings = settings,
        Json = parse.GetValue(tree.StoreOptions.Json),
        Width = request.Width,
        InServer = true,
    };

    private string Unexpected(Exception e)
    {
        logger.LogError(e, "An admin command failed.");
        return "The server failed at this command; its log says why.";
    }
}
