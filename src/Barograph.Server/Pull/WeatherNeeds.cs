namespace Barograph.Server.Pull;

/// <summary>What a weather service wants to know of who asks.</summary>
public enum WeatherNeeds
{
    Nothing,

    /// <summary>An address of mail or web in the User-Agent, or it refuses.</summary>
    Contact,

    /// <summary>The key of an account.</summary>
    Key,
}
