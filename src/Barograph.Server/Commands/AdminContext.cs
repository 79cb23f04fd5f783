using Barograph.Server.Config;
using Barograph.Storage;

namespace Barograph.Server.Commands;

/// <summary>All that an admin command sees of the world. It is the same in the process that was typed and inside the running server.</summary>
public sealed record AdminContext
{
    /// <summary>Open, and not the command's to close.</summary>
    public required IStore Store { get; init; }

    public required TimeProvider Clock { get; init; }

    /// <summary>What the person asked to see. Control characters are taken out on the way to the terminal.</summary>
    public required TextWriter Out { get; init; }

    /// <summary>Remarks beside it.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The password, as a first line, if the command takes one.</summary>
    public required TextReader In { get; init; }

    /// <summary>Settings of the process that runs the command.</summary>
    public required Settings Settings { get; init; }

    /// <summary>Whether to print JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Columns of the terminal, or a large number if the output is none.</summary>
    public int Width { get; init; } = TextTable.Unbounded;

    /// <summary>Whether the running server does this.</summary>
    public bool InServer { get; init; }
}
