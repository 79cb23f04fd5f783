using Barograph.Server.Config;

namespace Barograph.Server.Commands;

/// <summary>A connection string that was given to a command, with or without the <c>postgres:</c> of a store.</summary>
public static class ConnectionOption
{
    /// <returns>The connection string, of valid form.</returns>
    /// <exception cref="CommandFailedException">It is none. The driver's own message is not passed on: it could quote a piece of a password.</exception>
    public static string Read(string given, string option)
    {
        string full = given.StartsWith(StoreAddress.PostgresPrefix, StringComparison.Ordinal) ? given : StoreAddress.PostgresPrefix + given;
        StoreAddress.Parse(full, out string? problem);
        return problem is null ? full[StoreAddress.PostgresPrefix.Length..] : throw new CommandFailedException($"{option} cannot be used. {problem}", ExitCode.Usage);
    }
}
