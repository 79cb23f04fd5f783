using Barograph.Server.Pull;

namespace Barograph.Tests.Server.Pull;

public sealed class WeatherSourceTests
{
    [Fact]
    public void Several_sources_are_read()
    {
        IReadOnlyList<WeatherSource> sources = WeatherSource.ParseAll("open-meteo 52.52,13.41; met-norway@http://localhost:8080 -59.9,10.7 north pole;", out string? problem);
        Assert.Null(problem);
        Assert.Equal(
            [("open-meteo", "https://api.open-meteo.com/", 52.52, 13.41, "outside"), ("met-norway", "http://localhost:8080/", -59.9, 10.7, "north pole")],
            sources.Select(source => (source.Provider.Name, source.Address.ToString(), source.Latitude, source.Longitude, source.Device)));
    }

    [Theory]
    [InlineData("open-meteo")]
    [InlineData("open-meteo 52.52")]
    [InlineData("open-meteo 52.52;13.41")]
    [InlineData("open-meteo 91,13.41")]
    [InlineData("open-meteo 52,181")]
    [InlineData("open-meteo NaN,1")]
    [InlineData("weather.com 52.52,13.41")]
    [InlineData("open-meteo@ftp://x 52.52,13.41")]
    [InlineData("open-meteo@http://u:p@x 52.52,13.41")]
    [InlineData("open-meteo@http://x/path 52.52,13.41")]
    [InlineData("open-meteo 52.52,13.41 a//b")]
    [InlineData("open-meteo 52.52,13.41; met-norway 1,1")]
    public void What_is_none_is_explained(string text)
    {
        Assert.Empty(WeatherSource.ParseAll(text, out string? problem));
        Assert.True(problem?.Length > 20);
    }
}
