namespace Barograph.Storage;

public enum FindingLevel
{
    Fine,
    Warning,
    Fault,
}
