namespace Barograph.Server.Commands;

public static class ExitCode
{
    public const int Success = 0;

    /// <summary>It could not be done.</summary>
    public const int Failure = 1;

    /// <summary>It was asked for in a way that cannot be understood: a wrong option, a wrong setting.</summary>
    public const int Usage = 2;
}
