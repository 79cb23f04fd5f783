namespace Barograph.Storage;

/// <summary>How much a <see cref="Finding"/> asks of its reader. The server's start prints all but <see cref="Fine"/>.</summary>
public enum FindingLevel
{
    Fine,

    /// <summary>As it should be, and worth knowing: a limit of what is promised.</summary>
    Notice,

    /// <summary>It works, and a promise is weaker than it could be.</summary>
    Warning,

    /// <summary>Something is broken or dangerous.</summary>
    Fault,
}
