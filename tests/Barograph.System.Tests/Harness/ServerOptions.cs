namespace Barograph.SystemTests.Harness;

/// <summary>How to start a server, where it differs from the usual.</summary>
public sealed record ServerOptions
{
    public static readonly ServerOptions Usual = new();

    /// <summary>Listen on a Unix socket in the place's folder instead of a port of 127.0.0.1.</summary>
    public bool OnUnixSocket { get; init; }

    /// <summary>Wait only until it listens: its database is away.</summary>
    public bool StoreIsAway { get; init; }

    /// <summary>A certain port instead of a free one.</summary>
    public int Port { get; init; }

    /// <summary>Serve MQTT on a free port, the same at every start.</summary>
    public bool Mqtt { get; init; }

    /// <summary>Leave the place's folder to the caller when the server is disposed.</summary>
    public bool Keep { get; init; }

    /// <summary>Further options of the command line.</summary>
    public string[] More { get; init; } = [];

    /// <summary>Further variables of its environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>A program that starts the server, with its options: one that watches it as its child, or one that becomes it under another user.</summary>
    public string[] Tracer { get; init; } = [];

    public ProductBinary Binary { get; init; } = ProductBinary.Default;
}
