namespace Barograph.Formats;

/// <summary>The forms in which an argument of the seed's dialect can arrive.</summary>
internal enum SeedArgumentForm
{
    Absent,
    Query,
    Form,
    JsonText,
    JsonNumber,
    JsonTrue,
    JsonFalse,

    /// <summary>Said to be missing, which hides the same argument in the query and the form.</summary>
    JsonNull,
    JsonObject,
    JsonArray,
}
